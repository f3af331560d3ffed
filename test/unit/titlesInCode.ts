import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const ROOT = join(__dirname, '../..');

/** Stands for what differs from one message to the next. */
export const GAP = '…';

/** Calls within calls that are followed; nothing in the code is nested deeper. */
const DEEPEST = 6;

type Texts = string[];
/** What the parameters of a function stand for, by name. */
type Given = ReadonlyMap<string, Texts>;
type Func = ts.FunctionDeclaration | ts.ArrowFunction;
const isFunc = (node: ts.Node): node is Func => ts.isFunctionDeclaration(node) || ts.isArrowFunction(node);

const files = globSync('{nodes,credentials}/**/*.ts', { cwd: ROOT }).map((file) =>
	ts.createSourceFile(file, readFileSync(join(ROOT, file), 'utf8'), ts.ScriptTarget.Latest, true),
);
const functions = new Map<string, Func[]>();
const constants = new Map<string, ts.Expression[]>();
const calls = new Map<string, ts.CallExpression[]>();

const all = <T>(known: Map<string, T[]>, name: string, one: T) =>
	known.set(name, [...(known.get(name) ?? []), one]);

function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
	visit(node);
	ts.forEachChild(node, (child) => walk(child, visit));
}

for (const file of files)
	walk(file, (node) => {
		if (ts.isFunctionDeclaration(node) && node.name) all(functions, node.name.text, node);
		if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) all(calls, node.expression.text, node);
		if (!ts.isVariableDeclaration(node) || !ts.isIdentifier(node.name) || !node.initializer) return;
		if (ts.isArrowFunction(node.initializer)) all(functions, node.name.text, node.initializer);
		else all(constants, node.name.text, node.initializer);
	});

/** Of what has this name, that of the same file; else what the file imports. */
function known<T extends ts.Node>(
	named: Map<string, T[]>,
	{ text }: ts.Identifier,
	from: ts.Node,
): T | undefined {
	const candidates = named.get(text) ?? [];
	return candidates.find((node) => node.getSourceFile() === from.getSourceFile()) ?? candidates[0];
}

/** Each text with each of the others behind it. */
const joined = (parts: Texts[]): Texts =>
	parts.reduce((starts, ends) => starts.flatMap((start) => ends.map((end) => start + end)), ['']);

/** Every text that an expression can give, with gaps for what nobody can tell. */
function textsOf(node: ts.Expression, given: Given = new Map(), depth = 0): Texts {
	const inner = (part: ts.Expression) => textsOf(part, given, depth + 1);
	if (depth > DEEPEST) return [GAP];
	if (ts.isStringLiteralLike(node)) return [node.text];
	if (ts.isParenthesizedExpression(node)) return inner(node.expression);
	if (ts.isConditionalExpression(node)) return [...inner(node.whenTrue), ...inner(node.whenFalse)];
	if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken)
		return joined([inner(node.left), inner(node.right)]);
	if (ts.isTemplateExpression(node))
		return joined([
			[node.head.text],
			...node.templateSpans.flatMap(({ expression, literal }) => [inner(expression), [literal.text]]),
		]);
	if (ts.isIdentifier(node)) return textsOfName(node, given, depth + 1);
	if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
		const called = known(functions, node.expression, node);
		return called ? resultsOf(called, node, given, depth + 1) : [GAP];
	}
	return [GAP];
}

function textsOfName(name: ts.Identifier, given: Given, depth: number): Texts {
	const value = given.get(name.text);
	if (value) return value;
	const owner = ts.findAncestor(name, (node): node is Func => isFunc(node) && placeOf(name.text, node) >= 0);
	if (owner) return argumentsFor(owner, placeOf(name.text, owner), depth);
	const constant = known(constants, name, name);
	return constant ? textsOf(constant, given, depth) : [GAP];
}

const placeOf = (name: string, { parameters }: Func) =>
	parameters.findIndex((parameter) => ts.isIdentifier(parameter.name) && parameter.name.text === name);

/** Every place where a function is called by its name. */
function callersOf(func: Func): ts.CallExpression[] {
	const named = ts.isFunctionDeclaration(func) ? func : func.parent;
	const name = 'name' in named ? (named as ts.NamedDeclaration).name : undefined;
	const callers = name && ts.isIdentifier(name) ? (calls.get(name.text) ?? []) : [];
	return callers.filter((call) => known(functions, call.expression as ts.Identifier, call) === func);
}

/** What a parameter gets, wherever its function is called. */
function argumentsFor(owner: Func, place: number, depth: number): Texts {
	const name = owner.parameters[place]?.name.getText() ?? '';
	const texts = callersOf(owner).flatMap(
		(call) => passedBy(call, owner, new Map(), depth).get(name) ?? [GAP],
	);
	return texts.length > 0 ? texts : [GAP];
}

/** What the parameters of a function are in one call. */
function passedBy(call: ts.CallExpression, { parameters }: Func, given: Given, depth: number): Given {
	const passed = parameters.flatMap(({ name, initializer }, place): Array<[string, Texts]> => {
		const argument = call.arguments[place] ?? initializer;
		return ts.isIdentifier(name) && argument ? [[name.text, textsOf(argument, given, depth)]] : [];
	});
	return new Map(passed);
}

/** What a call gives, if its function is one expression. */
function resultsOf(called: Func, call: ts.CallExpression, given: Given, depth: number): Texts {
	const { body } = called;
	return !body || ts.isBlock(body) ? [GAP] : textsOf(body, passedBy(call, called, given, depth), depth);
}

const propertyOf = (value: ts.Expression | undefined, name: string): ts.Expression | undefined => {
	if (!value || !ts.isObjectLiteralExpression(value)) return undefined;
	const found = value.properties.find((property) => property.name?.getText() === name);
	return found && ts.isPropertyAssignment(found) ? found.initializer : undefined;
};

/** The title within what makes an error: `new ItemError(reason, title)`, `new ApiError({ message })`, a row of a table. */
function titleIn(node: ts.Node): ts.Expression | undefined {
	if (ts.isNewExpression(node) && /Error$/.test(node.expression.getText())) {
		const [first, second] = node.arguments ?? [];
		return node.expression.getText() === 'ItemError' ? second : (propertyOf(first, 'message') ?? first);
	}
	if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword)
		return node.arguments[0];
	const isRow = ts.isPropertyAssignment(node) && node.name.getText() === 'message';
	if (!isRow || !ts.isArrowFunction(node.initializer)) return undefined;
	return ts.isBlock(node.initializer.body) ? undefined : node.initializer.body;
}

/** What a title says for each call of the function that it is in, whose arguments belong together. */
function textsOfTitle(title: ts.Expression): Texts {
	const owner = ts.findAncestor(title, isFunc);
	const callers = owner ? callersOf(owner) : [];
	if (!owner || callers.length === 0) return textsOf(title);
	return callers.flatMap((call) => textsOf(title, passedBy(call, owner, new Map(), 1)));
}

/** The first sentence, with one gap for gaps that follow each other, be it `ana@example.com (ID)`. */
const inShort = (text: string) => text.replace(/\. (\p{Lu}|…).*$/u, '').replace(/…( ?\(?…\)?)+/g, GAP);

/** The title of every error that the package makes: its first sentence as the code has it, with gaps for what differs. */
export function titlesInCode(): Texts {
	const titles = new Set<string>();
	for (const file of files)
		walk(file, (node) => {
			const title = titleIn(node);
			for (const text of title ? textsOfTitle(title) : []) titles.add(inShort(text));
		});
	// Nothing but gaps: an error that is made of another one.
	return [...titles].filter((title) => /\p{L}/u.test(title));
}
