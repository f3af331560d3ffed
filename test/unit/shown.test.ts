import { Workflow, type INode } from 'n8n-workflow';
import { OnePasswordUsers } from '../../nodes/OnePasswordUsers/OnePasswordUsers.node';
import { OnePasswordUsersTrigger } from '../../nodes/OnePasswordUsers/OnePasswordUsersTrigger.node';

const { description: node } = new OnePasswordUsers();
const { description: trigger } = new OnePasswordUsersTrigger();

describe('on the canvas', () => {
	it('the node has an input and an output', () => {
		expect(node).toMatchObject({ group: ['transform'], inputs: ['main'], outputs: ['main'] });
	});

	it('the trigger has an output only, and polls', () => {
		expect(trigger).toMatchObject({ group: ['trigger'], inputs: [], outputs: ['main'], polling: true });
	});

	it.each([
		['the node', node],
		['the trigger', trigger],
	])('%s is called what the list of nodes calls it', (_, { defaults, displayName }) => {
		expect(displayName).toMatch(/^1Password Users( Trigger)?$/);
		expect(defaults).toEqual({ name: displayName });
	});

	it.each([
		['audit: user', new OnePasswordUsers(), { resource: 'user', operation: 'audit' }],
		['get: user', new OnePasswordUsers(), { resource: 'user', operation: 'get' }],
		['get many: user', new OnePasswordUsers(), { resource: 'user', operation: 'getAll' }],
		['revoke: access token', new OnePasswordUsers(), { resource: 'accessToken', operation: 'revoke' }],
		['suspended, removed', new OnePasswordUsersTrigger(), { events: ['user.suspended', 'user.removed'] }],
	])('it says below the name: %s', (subtitle, type, parameters) => {
		const { name } = type.description;
		const nodeTypes = { getByName: () => type, getByNameAndVersion: () => type, getKnownTypes: () => ({}) };
		const shown: INode = { id: name, name, type: name, typeVersion: 1, position: [0, 0], parameters };
		const { expression } = new Workflow({ nodes: [shown], connections: {}, active: false, nodeTypes });

		expect(expression.getSimpleParameterValue(shown, type.description.subtitle, 'internal', {})).toBe(
			subtitle,
		);
	});

	it('the trigger has the icons of the node', () => {
		expect(trigger.icon).toEqual(node.icon);
	});
});

describe('the User field warns while one types', () => {
	const field = node.properties.find(({ name }) => name === 'userId')!;
	const warningFor = (name: string, value: string) => {
		const { validation = [] } = field.modes?.find((mode) => mode.name === name) ?? {};
		return validation.flatMap((rule) => {
			if (typeof rule === 'function' || rule.type !== 'regex') return ['unknown kind of rule'];
			const { regex, errorMessage } = rule.properties as { regex: string; errorMessage: string };
			return new RegExp(regex).test(value) ? [] : [errorMessage];
		});
	};

	it.each([
		['id', 'IR7VJHJ36JHINBFAD7V2T5MP3E'],
		['id', ' \tid-with_both9\n'],
		['id', 'a'.repeat(128)],
		['id', ' ana@example.com'],
		['email', 'ana@example.com'],
		['email', '  ana@example.com \n'],
	])('not, for %s, at %j', (mode, value) => {
		expect(warningFor(mode, value)).toEqual([]);
	});

	it.each([
		['id', ''],
		['id', 'two ids'],
		['id', 'ana@example.com and ben@example.com'],
		['id', 'a'.repeat(129)],
		['id', 'ida/../b'],
	])('for %s at %j', (mode, value) => {
		expect(warningFor(mode, value)).toEqual([
			'Use an ID (letters and digits, usually 26 of them), or an email',
		]);
	});

	it.each(['', 'ana', '@example.com', 'ana@', 'ana@example.com and ben@example.com', 'x y@example.com'])(
		'for an email at %j',
		(value) => {
			expect(warningFor('email', value)).toEqual(['Use the form name@example.com, or choose By ID']);
		},
	);
});
