import { validateNodeDescription } from 'n8n-core/dist/nodes-loader/validate-node-description';
import { displayParameter, type INodeProperties, type INodePropertyOptions } from 'n8n-workflow';
import { OnePasswordUsers } from '../../../nodes/OnePasswordUsers/OnePasswordUsers.node';

const node = new OnePasswordUsers();
const { description } = node;

/** The fields that the editor shows for an operation. */
const shownFor = (resource: string, operation: string): INodeProperties[] =>
	description.properties.filter((property) =>
		displayParameter({ resource, operation, returnAll: false }, property, { typeVersion: 1 }, description),
	);
const fieldOf = (operation: string, name: string): INodeProperties =>
	shownFor('user', operation).find((property) => property.name === name)!;
const valuesOf = ({ options = [] }: INodeProperties) =>
	options.map((option) => ('value' in option ? option.value : option.name));
/** An option inside a collection. */
const optionOf = (operation: string, collection: string, name: string): INodeProperties =>
	fieldOf(operation, collection).options?.find((option) => option.name === name) as INodeProperties;

describe('the node', () => {
	it('has the names that never change', () => {
		expect(description).toMatchObject({
			name: 'onePasswordUsers',
			displayName: '1Password Users',
			version: 1,
			credentials: [{ name: 'onePasswordUsersApi', required: true }],
		});
		expect(node.constructor.name).toBe('OnePasswordUsers');
	});

	it('can be a tool of an AI agent', () => {
		expect(description.usableAsTool).toBe(true);
	});

	it('changes nothing unless it is told to: it starts as Get Many of users', () => {
		const defaults = shownFor('user', 'getAll').slice(0, 2);

		expect(defaults.map((property) => [property.name, property.default])).toEqual([
			['resource', 'user'],
			['operation', 'getAll'],
		]);
	});

	it.each([
		['user', ['audit', 'get', 'getAll', 'reactivate', 'suspend']],
		['accessToken', ['revoke']],
	])('offers for %s just %j', (resource, operations) => {
		const property = shownFor(resource, operations[0]!).find(({ name }) => name === 'operation')!;

		expect(valuesOf(property)).toEqual(operations);
	});

	it.each([
		['user', 'audit', ['email', 'options']],
		['user', 'get', ['userId', 'options']],
		['user', 'getAll', ['returnAll', 'limit', 'filters']],
		['user', 'suspend', ['userId', 'options']],
		['user', 'reactivate', ['userId', 'options']],
		['accessToken', 'revoke', []],
	])('shows for %s %s the fields %j', (resource, operation, names) => {
		const own = shownFor(resource, operation).filter(
			({ name }) => name !== 'resource' && name !== 'operation',
		);

		expect(own.map(({ name }) => name)).toEqual(names);
	});
});

describe.each(['get', 'suspend', 'reactivate'])('the User field of %s', (operation) => {
	it('is a list with search, an ID or an email', () => {
		const modes = fieldOf(operation, 'userId').modes ?? [];

		expect(modes.map(({ name, type }) => [name, type])).toEqual([
			['list', 'list'],
			['id', 'string'],
			['email', 'string'],
		]);
		expect(modes[0]?.typeOptions?.searchable).toBe(true);
	});

	it('searches with a method that exists', () => {
		const method = fieldOf(operation, 'userId').modes?.[0]?.typeOptions?.searchListMethod;

		expect(Object.keys(node.methods.listSearch)).toContain(method);
	});

	it('is required', () => {
		expect(fieldOf(operation, 'userId').required).toBe(true);
	});

	it('fails for a missing user unless it is told to report', () => {
		const option = optionOf(operation, 'options', 'onMissingUser');

		expect(option.default).toBe('error');
		expect(valuesOf(option)).toEqual(['error', 'report']);
	});
});

describe('the options', () => {
	it('of get are no options of a change', () => {
		expect(valuesOf(fieldOf('get', 'options'))).toEqual(['onMissingUser']);
	});

	it.each(['suspend', 'reactivate'])('of %s are the safeguards too', (operation) => {
		expect(valuesOf(fieldOf(operation, 'options'))).toEqual(['dryRun', 'onMissingUser', 'maxChanges']);
		expect(optionOf(operation, 'options', 'dryRun').default).toBe(false);
		expect(optionOf(operation, 'options', 'maxChanges').default).toBe(10);
	});

	it('of Get Many are a limit of 50, and filters', () => {
		expect(fieldOf('getAll', 'limit').default).toBe(50);
		expect(fieldOf('getAll', 'returnAll').default).toBe(false);
		expect(valuesOf(fieldOf('getAll', 'filters'))).toEqual([
			'createdAfter',
			'createdBefore',
			'emailDomain',
			'search',
			'state',
		]);
	});

	it('of Audit change nothing until they are set', () => {
		const names = ['emailDomain', 'ignoreProtectedUsers', 'includeMatches'];

		expect(valuesOf(fieldOf('audit', 'options'))).toEqual(names);
		expect(names.map((name) => optionOf('audit', 'options', name).default)).toEqual(['', false, false]);
	});

	it('of the filter by state are the two that the API knows', () => {
		expect(valuesOf(optionOf('getAll', 'filters', 'state'))).toEqual(['active', 'suspended']);
	});
});

it('the Email field of Audit takes the email of each item, unless it is told otherwise', () => {
	expect(fieldOf('audit', 'email')).toMatchObject({ default: '={{ $json.email }}', required: true });
});

describe('what n8n tells a model that builds workflows', () => {
	/** The texts of all hints, wherever they are. */
	const hintsOf = (value: unknown): string[] => {
		if (typeof value !== 'object' || value === null) return [];
		return Object.entries(value).flatMap(([name, inner]) =>
			name === 'builderHint'
				? Object.values(inner as object).filter((text) => typeof text === 'string')
				: hintsOf(inner),
		);
	};
	const suspend = shownFor('user', 'suspend')
		.find(({ name }) => name === 'operation')!
		.options!.find((option) => 'value' in option && option.value === 'suspend');

	it.each([
		['the node', description.builderHint?.searchHint],
		['Suspend', (suspend as INodePropertyOptions).builderHint?.propertyHint],
	])('of %s: dry run, a limit and break-glass accounts come first', (_, hint) => {
		expect(hint).toMatch(/Dry Run.*Max Changes.*break-glass.*Protected Users/s);
	});

	it('leads to Audit instead of code', () => {
		expect(description.builderHint?.searchHint).toMatch(/operation Audit.*instead of comparing in code/);
	});

	it('has no syntax of stored workflows, and is where n8n accepts it', () => {
		const hints = hintsOf(description);

		expect(hints.length).toBeGreaterThanOrEqual(5);
		expect(hints.join()).not.toMatch(/\{\{|\bai_[a-z]+/i);
		expect(() => validateNodeDescription(description)).not.toThrow();
	});

	it('names for a user what the field takes', () => {
		for (const operation of ['get', 'suspend', 'reactivate'])
			expect(fieldOf(operation, 'userId').builderHint?.propertyHint).toMatch(/ID or as one email/);
	});
});
