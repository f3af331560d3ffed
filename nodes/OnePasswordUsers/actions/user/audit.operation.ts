import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { User } from '../../api/types';
import { listUsers } from '../../api/users';
import { emailDomainField } from '../../common/emailDomainField';
import { ItemError } from '../../common/ItemError';
import { readEmailDomain } from '../../common/userFilters';
import {
	forEachItem,
	hasFailed,
	readItem,
	settle,
	stopAtFailure,
	toItems,
	type Failed,
	type Identity,
	type Outcome,
	type Run,
} from '../items';
import { auditedList, readListed, type AuditedList, type Listed } from './auditedList';
import { auditHint } from './auditHint';
import { compareWithList, type Findings, type Scope } from './compareWithList';
import { optionsField, optionsOf, showFor } from './fields';
import { identityOf } from './namedUser';
import { isSurelyProtected, protectionRules } from './safeguards';

const emailField: INodeProperties = {
	displayName: 'Email',
	name: 'email',
	type: 'string',
	required: true,
	default: '={{ $json.email }}',
	placeholder: 'e.g. ana@example.com',
	description:
		'The email of the person that an item is about. The input items are the list of people who should have access; items without an email are skipped.',
	builderHint: {
		propertyHint:
			'Connect the node that gives the list of people, one item each, and point this to their email. Branch on the output field finding, with a Switch or Filter, before acting on anybody: only findings about listed people can reach back to the data of a person on the list.',
	},
};

const auditOptions = optionsField([
	{
		...emailDomainField,
		description:
			'Only people whose email ends in this domain, in the account and on the list; subdomains are other domains. Users without an email are reported all the same.',
	},
	{
		displayName: 'Ignore Protected Users',
		name: 'ignoreProtectedUsers',
		type: 'boolean',
		default: false,
		description: 'Whether to leave out users whom the credential protects, such as break-glass accounts',
	},
	{
		displayName: 'Include Matches',
		name: 'includeMatches',
		type: 'boolean',
		default: false,
		description:
			'Whether to also return what agrees: active users who are listed, and suspended users who are not. Users in an unknown state are returned in any case.',
	},
]);

/** Compare the account with the people whom the input items list, and return the differences. */
export const fields = showFor('user', 'audit', [emailField, auditOptions]);

/** The options of an audit; they hold for the whole list. */
interface Options {
	emailDomain?: string;
	ignoreProtectedUsers: boolean;
	includeMatches: boolean;
}

const LABELS = {
	emailDomain: 'Email Domain',
	ignoreProtectedUsers: 'Ignore Protected Users',
	includeMatches: 'Include Matches',
} satisfies Record<keyof Options, string>;
const OPTION_NAMES = Object.keys(LABELS) as Array<keyof Options>;

interface Audited {
	list: AuditedList;
	findings: Findings;
}

export async function execute(run: Run): Promise<INodeExecutionData[]> {
	const listed = forEachItem(run, (item) => readListed(run.context.getNodeParameter('email', item)));
	stopAtFailure(run, listed);
	const audited = await settle(async () => await audit(run, listed));
	if (hasFailed(audited) && run.stopOnFailure) throw audited.failure;
	const outcomes = listed.map((row, item): Outcome => {
		if (hasFailed(row)) return row;
		return hasFailed(audited) ? audited : { output: audited.findings.ofItems.get(item) ?? [] };
	});
	const items = toItems(run, outcomes, identitiesOf(run.context));
	if (hasFailed(audited)) return items;
	const { list, findings } = audited;
	// Older versions of n8n, and what stands in for the context in some of them, have no hints.
	run.context.addExecutionHints?.(auditHint(findings, list, listed.filter(hasFailed).length));
	const pairedItem = ofTheWholeList(run);
	return [...items, ...findings.ofOthers.map((json): INodeExecutionData => ({ json, pairedItem }))];
}

/** One listing of the account, however long the list is. */
async function audit(run: Run, listed: Array<Listed | Failed>): Promise<Audited> {
	const { context, connection } = run;
	if (context.getNode().executeOnce) throw cutList();
	const options = readOptions(run);
	const list = auditedList(listed, (item) => valueOf(context, item), options.emailDomain);
	const rules = options.ignoreProtectedUsers ? protectionRules(connection.settings.protectedUsers) : [];
	const scope: Scope = { ...options, isIgnored: (user: User) => isSurelyProtected(user, rules) };
	return { list, findings: await compareWithList(listUsers(connection), list, scope) };
}

/** n8n hands on the first item alone then: everyone else in the account would seem not to be listed. */
const cutList = () =>
	new ItemError(
		'invalid_input',
		'Execute Once is on, so that the list would be its first item alone',
		"Switch Execute Once off in this node's settings: Audit compares all input items in one run anyway.",
	);

/** @throws ItemError when they differ between items: part of the account would not be looked at */
function readOptions(run: Run): Options {
	const read = (item: number) => readItem(run, item, () => optionsOfItem(run.context, item));
	const first = read(0);
	for (let item = 1; item < run.itemCount; item++) {
		const other = read(item);
		const name = OPTION_NAMES.find((option) => other[option] !== first[option]);
		if (name !== undefined) throw differs(LABELS[name], item);
	}
	return first;
}

const differs = (label: string, item: number) =>
	new ItemError(
		'invalid_input',
		`The option ${label} of Audit differs between the items 0 and ${item}`,
		'It holds for the whole list. Check its expression: it must not depend on the item.',
	);

function optionsOfItem(context: IExecuteFunctions, item: number): Options {
	const options = optionsOf(context, item);
	const domain = options.given('emailDomain', LABELS.emailDomain);
	return {
		emailDomain: domain === undefined ? undefined : readEmailDomain(LABELS.emailDomain, domain),
		ignoreProtectedUsers: options.flag('ignoreProtectedUsers', LABELS.ignoreProtectedUsers),
		includeMatches: options.flag('includeMatches', LABELS.includeMatches),
	};
}

/** What failed items keep of their input. */
export const identitiesOf =
	(context: IExecuteFunctions) =>
	(item: number): Identity =>
		identityOf({ mode: 'email', value: valueOf(context, item) });

/** What stands in the Email field of an item; null if its expression fails. */
function valueOf(context: IExecuteFunctions, item: number): unknown {
	try {
		return context.getNodeParameter('email', item);
	} catch {
		return null;
	}
}

/**
 * The pairing of findings about users whom no item names. They come of the list as a whole; its ends stand for that. What
 * all of the list comes from can be reached, and the row of somebody else can't: n8n says that several items match. A list
 * of one row has no two ends, so that nothing is reached: its row is somebody else's, too.
 */
function ofTheWholeList({ itemCount }: Run): INodeExecutionData['pairedItem'] {
	return itemCount > 1 ? [{ item: 0 }, { item: itemCount - 1 }] : [];
}
