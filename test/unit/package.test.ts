import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { OnePasswordUsersApi } from '../../credentials/OnePasswordUsersApi.credentials';
import { USER_AGENT } from '../../nodes/OnePasswordUsers/api/endpoints';
import { OnePasswordUsers } from '../../nodes/OnePasswordUsers/OnePasswordUsers.node';
import codex from '../../nodes/OnePasswordUsers/OnePasswordUsers.node.json';
import triggerCodex from '../../nodes/OnePasswordUsers/OnePasswordUsersTrigger.node.json';
import manifest from '../../package.json';

const ROOT = join(__dirname, '../..');
const NODE_FOLDER = 'nodes/OnePasswordUsers';
const { description } = new OnePasswordUsers();

/** The text of a file of the package, found from the folder of the source that names it. */
const fileOf = (folder: string, reference: string) =>
	readFileSync(join(ROOT, folder, reference.replace(/^file:/, '')), 'utf8');

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

/** Resource and operation of everything that the node can do. */
const operations = description.properties
	.filter(({ name }) => name === 'operation')
	.flatMap(({ options = [], displayOptions }) =>
		options.map((option): [string, string] => [
			textOf(displayOptions?.show?.resource?.[0]),
			textOf('value' in option && option.value),
		]),
	);

describe('the package', () => {
	it('has the name that never changes', () => {
		expect(manifest.name).toBe('n8n-nodes-1password-users');
	});

	it('tells 1Password its name and version', () => {
		expect(USER_AGENT).toBe(`${manifest.name}/${manifest.version}`);
	});

	it('brings nothing along at run time', () => {
		const kinds = Object.keys(manifest).filter((key) => /dependencies$/i.test(key));

		expect(kinds.sort()).toEqual(['devDependencies', 'peerDependencies']);
	});

	it('leaves n8n-workflow to the n8n that it runs in, and installs without it', () => {
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
		expect(manifest.peerDependenciesMeta).toEqual({ 'n8n-workflow': { optional: true } });
	});

	it('ships dist and the file that exports what is in it', () => {
		expect(manifest.files).toEqual(['dist', 'index.js']);
		expect(manifest.main).toBe('index.js');
	});

	it('runs nothing where it is installed', () => {
		const onInstall = /^(pre|post)?(install|prepare)$|^prepublish$/;

		expect(Object.keys(manifest.scripts).filter((script) => onInstall.test(script))).toEqual([]);
	});

	it('is found as a community node', () => {
		expect(manifest.keywords).toContain('n8n-community-node-package');
	});

	it('says which level of n8n’s node API it needs', () => {
		expect(manifest.n8n.n8nNodesApiVersion).toBe(1);
	});

	it.each([...manifest.n8n.credentials, ...manifest.n8n.nodes])('lists %s, whose source exists', (built) => {
		const source = built.replace(/^dist\//, '').replace(/\.js$/, '.ts');

		expect(built).toMatch(/^dist\/.*\.js$/);
		expect(existsSync(join(ROOT, source))).toBe(true);
	});

	it.each([
		['onePasswordUsersApi', manifest.n8n.credentials],
		['onePasswordUsers', manifest.n8n.nodes],
	])('lists the file of %s', (name, built) => {
		const file = `/${name[0]!.toUpperCase()}${name.slice(1)}.`;

		expect(built.some((path) => path.includes(file))).toBe(true);
	});
});

describe('what the editor shows of the output before the first run', () => {
	it('is asked for each operation of the node', () => {
		expect(operations).toHaveLength(6);
	});

	it.each(operations)('exists for %s %s', (resource, operation) => {
		const path = `__schema__/v1.0.0/${resource}/${operation}.json`;
		const schema = JSON.parse(fileOf(NODE_FOLDER, path)) as unknown;

		expect(schema).toMatchObject({ type: 'object', version: 1 });
	});

	const USER_FIELDS = ['id', 'email', 'display_name', 'state', 'create_time', 'path'];
	const CHANGE_FIELDS = [
		...['id', 'email', 'state', 'previous_state', 'changed', 'dry_run'],
		...['display_name', 'create_time', 'path'],
	];
	it.each([
		['user/audit', ['finding', ...USER_FIELDS]],
		['user/get', [...USER_FIELDS, 'found', 'changed']],
		['user/getAll', USER_FIELDS],
		['user/suspend', [...CHANGE_FIELDS, 'found']],
		['user/reactivate', [...CHANGE_FIELDS, 'found']],
		['accessToken/revoke', ['revoked']],
	])('has for %s the fields %j', (path, fields) => {
		const { properties } = JSON.parse(fileOf(NODE_FOLDER, `__schema__/v1.0.0/${path}.json`)) as {
			properties: object;
		};

		// A failed item has two of its own; `reasons.test.ts` looks at them.
		expect(Object.keys(properties)).toEqual([...fields, 'error', 'reason']);
	});
});

describe.each([
	['node', NODE_FOLDER, description.icon],
	['credential', 'credentials', new OnePasswordUsersApi().icon],
])('the icon of the %s', (_, folder, icon) => {
	if (typeof icon !== 'object') throw new Error('There is no icon for each background');
	const { light, dark } = icon;

	it.each([light, dark])('is a square drawing: %s', (file) => {
		const [, , , width, height] = /viewBox="(\S+) (\S+) (\S+) (\S+)"/.exec(fileOf(folder, file)) ?? [];

		expect(width).toMatch(/^\d+$/);
		expect(height).toBe(width);
	});

	it('differs on a dark background', () => {
		expect(fileOf(folder, dark)).not.toBe(fileOf(folder, light));
	});

	it('lies inside the package', () => {
		expect(join(folder, dirname(light.replace(/^file:/, '')))).toBe('icons');
	});
});

describe('the codex', () => {
	it('belongs to the node', () => {
		expect(codex.node).toBe(`${manifest.name}.${description.name}`);
	});

	it.each(['onepassword', '1password', 'suspend', 'identity', 'SIEM', 'audit', 'access review'])(
		'lets people find the node by "%s"',
		(word) => {
			expect(codex.alias).toContain(word);
		},
	);

	it('has a category', () => {
		expect(codex.categories.length).toBeGreaterThan(0);
	});
});

describe('the documentation that n8n opens', () => {
	/** README is on it. A fragment would be lost: n8n appends `?utm_source=…` to a node's link. */
	const repository = manifest.repository.url.replace(/^git\+/, '').replace(/\.git$/, '');

	it.each([
		['the credential', [new OnePasswordUsersApi().documentationUrl]],
		...[codex, triggerCodex].map(({ node, resources }): [string, string[]] => [
			node,
			[...resources.primaryDocumentation, ...resources.credentialDocumentation].map(({ url }) => url),
		]),
	])('of %s is the page of the repository', (_, urls) => {
		expect(new Set(urls)).toEqual(new Set([repository]));
	});
});
