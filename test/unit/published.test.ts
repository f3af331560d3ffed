import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';
import { OnePasswordUsersApi } from '../../credentials/OnePasswordUsersApi.credentials';
import { OnePasswordUsers } from '../../nodes/OnePasswordUsers/OnePasswordUsers.node';
import { OnePasswordUsersTrigger } from '../../nodes/OnePasswordUsers/OnePasswordUsersTrigger.node';

type Entry = INodeProperties | INodePropertyOptions | INodePropertyCollection;

/** `user/get` for a field that is shown for one operation, `user` for one that is shown for a resource. */
function shownFor({ displayOptions }: INodeProperties): string {
	const { resource = [], operation = [], ...others } = displayOptions?.show ?? {};
	const where = [...resource, ...operation].map(String).join('/');
	const conditions = Object.entries(others).map(([name, values]) => `if ${name}=${JSON.stringify(values)}`);
	return [where, ...conditions].filter(Boolean).join(' ');
}

/** Everything that a workflow or a stored credential can contain, a line each; new lines may be added. */
function linesOf(properties: Entry[], path = ''): string[] {
	return properties.flatMap((entry) => {
		if (!('type' in entry)) return [`${path} offers ${'value' in entry ? String(entry.value) : entry.name}`];
		const here = [path, shownFor(entry), entry.name].filter(Boolean).join(' ');
		const { type, required = false, noDataExpression = false, typeOptions, modes = [] } = entry;
		const more = [
			required && 'required',
			noDataExpression && 'fixed',
			typeOptions && JSON.stringify(typeOptions),
		];
		const line = [`${here}: ${type} = ${JSON.stringify(entry.default)}`, ...more].filter(Boolean).join(', ');
		const modeLines = modes.map(
			(mode) => `${here} mode ${mode.name}: ${mode.type} ${JSON.stringify(mode.typeOptions ?? {})}`,
		);
		return [line, ...modeLines, ...linesOf(entry.options ?? [], here)];
	});
}

const USER = ['userId: resourceLocator = {"mode":"list","value":""}, required'].concat(
	'userId mode list: list {"searchListMethod":"searchUsers","searchable":true,"searchFilterRequired":false}',
	'userId mode id: string {}',
	'userId mode email: string {}',
	'options: collection = {}',
	'options onMissingUser: options = "error"',
	'options onMissingUser offers error',
	'options onMissingUser offers report',
);
const CHANGE = ['options dryRun: boolean = false', 'options maxChanges: number = 10, {"minValue":0}'];
const of = (operation: string, lines: string[]) => lines.map((line) => `${operation} ${line}`);

const NODE = [
	'resource: options = "user", fixed',
	'resource offers accessToken',
	'resource offers user',
	'user operation: options = "getAll", fixed',
	'user operation offers audit',
	'user operation offers get',
	'user operation offers getAll',
	'user operation offers reactivate',
	'user operation offers suspend',
	'accessToken operation: options = "revoke", fixed',
	'accessToken operation offers revoke',
	...of('user/audit', [
		'email: string = "={{ $json.email }}", required',
		'options: collection = {}',
		'options emailDomain: string = ""',
		'options ignoreProtectedUsers: boolean = false',
		'options includeMatches: boolean = false',
	]),
	...of('user/get', USER),
	'user/getAll returnAll: boolean = false',
	'user/getAll if returnAll=[false] limit: number = 50, {"minValue":1}',
	'user/getAll filters: collection = {}',
	'user/getAll filters createdAfter: dateTime = ""',
	'user/getAll filters createdBefore: dateTime = ""',
	'user/getAll filters emailDomain: string = ""',
	'user/getAll filters search: string = ""',
	'user/getAll filters state: options = "active"',
	'user/getAll filters state offers active',
	'user/getAll filters state offers suspended',
	...of('user/suspend', [...USER, ...CHANGE]),
	...of('user/reactivate', [...USER, ...CHANGE]),
];
const TRIGGER = [
	'events: multiOptions = ["user.suspended","user.reactivated"], required',
	'events offers user.added',
	'events offers user.reactivated',
	'events offers user.removed',
	'events offers user.suspended',
	'filters: collection = {}',
	'filters emailDomain: string = ""',
];
const CREDENTIAL = [
	'region: options = "com"',
	'region offers com',
	'region offers ca',
	'region offers eu',
	'region offers custom',
	'if region=["custom"] baseUrl: string = "", required',
	'apiVersion: options = "auto"',
	'apiVersion offers auto',
	'apiVersion offers v1',
	'apiVersion offers v1beta1',
	'accountId: string = "", required',
	'clientId: string = "", required',
	'clientSecret: string = "", required, {"password":true}',
	'readOnly: boolean = false',
	'protectedUsers: string = "", {"rows":3}',
	'maxSuspended: number = 0, {"minValue":0}',
	'accessToken: hidden = "", {"expirable":true,"password":true}',
	'issuedFor: hidden = ""',
	'issuedBy: hidden = ""',
	'renewAt: hidden = ""',
];

const { description: node } = new OnePasswordUsers();
const { description: trigger } = new OnePasswordUsersTrigger();
const credential = new OnePasswordUsersApi();

describe('what workflows and credentials store goes on to mean the same', () => {
	it.each([
		['the node', NODE, node.properties],
		['the trigger', TRIGGER, trigger.properties],
		['the credential', CREDENTIAL, credential.properties],
	])('in %s', (_, published, properties) => {
		const lines = linesOf(properties);

		expect(published.filter((line) => !lines.includes(line))).toEqual([]);
	});

	it('by the names of the two nodes and the credential', () => {
		const needed = [{ name: 'onePasswordUsersApi', required: true }];

		expect(node).toMatchObject({ name: 'onePasswordUsers', version: 1, credentials: needed });
		expect(trigger).toMatchObject({ name: 'onePasswordUsersTrigger', version: 1, credentials: needed });
		expect(credential).toMatchObject({ name: 'onePasswordUsersApi', displayName: '1Password Users API' });
	});
});
