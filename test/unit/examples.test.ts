import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Workflow, WorkflowNode } from '../../testbed/n8n/workflow.ts';

const FOLDER = join(__dirname, '..', '..', 'examples');
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

const workflowOf = (file: string) => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Workflow;
const nodesOf = (file: string): WorkflowNode[] => workflowOf(file).nodes;

/** Which nodes a tool is given to. */
interface ToolConnections {
	ai_tool: Array<Array<{ node: string }>>;
}

const isNote = ({ type }: WorkflowNode) => type === 'n8n-nodes-base.stickyNote';

/** What the notes of an example say, all together. */
const notesOf = (file: string) =>
	nodesOf(file)
		.filter(isNote)
		.map(({ parameters }) => String(parameters['content']))
		.join('\n\n');

/** What a note is drawn with, in pixels: n8n's editor sets text of 14 pixels and headings of 24. */
const CHARACTER = 6.85;
const HEADING_CHARACTER = 12;
const INDENT = 20;
const PADDING = 26;

/** About how high the text of a note is, by its length. Compared with n8n's editor, this is right within a tenth. */
function textHeight(content: string, width: number): number {
	const inner = width - PADDING;
	const heightOf = (line: string): number => {
		const text = line.replace(/^(## |- |\d+\. )/, '').replaceAll(/[*`]/g, '');
		if (line.startsWith('## ')) return 8 + 32 * Math.ceil((text.length * HEADING_CHARACTER) / inner);
		if (/^(- |\d+\. )/.test(line))
			return 3.5 + 18.2 * Math.ceil((text.length * CHARACTER) / (inner - INDENT));
		return 18.9 * Math.ceil((text.length * CHARACTER) / inner);
	};
	const blocks = content.split('\n\n').map((block) => block.split('\n').map(heightOf));
	return 16 + blocks.reduce((sum, lines) => sum + 8 + lines.reduce((one, other) => one + other), 0);
}

describe('the example workflows', () => {
	it('are found', () => expect(FILES.length).toBeGreaterThan(6));

	it.each(FILES)('%s names no credential: n8n would not save the one that is chosen instead', (file) => {
		expect(nodesOf(file).filter((node) => 'credentials' in node)).toEqual([]);
	});

	it.each(FILES)('%s says in its note for which nodes to choose a credential', (file) => {
		const notes = notesOf(file);
		const ours = nodesOf(file).filter(({ type }) => type.startsWith('n8n-nodes-1password-users.'));

		expect(ours.map(({ name }) => name).filter((name) => !notes.includes(`*${name}*`))).toEqual([]);
		expect(notes).toContain('1Password Users API credential');
	});

	it.each(FILES)('%s contains no JavaScript that is a node of its own', (file) => {
		expect(nodesOf(file).filter(({ type }) => /\.(code|codeTool|function|functionItem)$/.test(type))).toEqual(
			[],
		);
	});

	it.each(FILES)("%s speaks in today's words of n8n", (file) => {
		expect(notesOf(file)).toContain('**Publish**');
		expect(notesOf(file)).not.toMatch(/activate the workflow|test step|import from file/i);
	});

	it.each(FILES)('%s has notes that fit their text', (file) => {
		const shares = nodesOf(file)
			.filter(isNote)
			.map(({ name, parameters }) => {
				const text = textHeight(String(parameters['content']), Number(parameters['width']));
				return [name, text / Number(parameters['height'])] as const;
			});

		expect(shares.filter(([, share]) => share < 0.8 || share > 1.05)).toEqual([]);
	});

	it.each(FILES)('%s lets no agent change anybody without a person who approves', (file) => {
		const { nodes, connections } = workflowOf(file);
		const changes = ({ type, parameters }: WorkflowNode) =>
			type === 'n8n-nodes-1password-users.onePasswordUsersTool' && parameters['operation'] !== 'get';
		const leadTo = nodes
			.filter(changes)
			.flatMap(({ name }) => (connections[name] as ToolConnections).ai_tool.flat())
			.map(({ node }) => nodes.find(({ name }) => name === node)?.type);

		expect(leadTo.filter((type) => !type?.endsWith('HitlTool'))).toEqual([]);
		expect(leadTo.length > 0).toBe(file === 'agent-may-ask-to-suspend.json');
	});

	const usesSlack = (file: string) => nodesOf(file).some(({ type }) => type === 'n8n-nodes-base.slack');
	it.each(FILES.filter(usesSlack))('%s mentions the signing secret that n8n 3.0 asks for', (file) => {
		expect(notesOf(file)).toMatch(/n8n 3\.0.+Signature Secret|Signature Secret.+n8n 3\.0/);
	});

	const hasPath = (file: string) => nodesOf(file).some(({ type }) => /\.(webhook|formTrigger)$/.test(type));
	it.each(FILES.filter(hasPath))('%s explains a path that is taken', (file) => {
		expect(notesOf(file)).toContain('"Conflicting Webhook Path" when you publish');
	});
});
