import type { IDataObject, INodeParameters, INodeProperties } from 'n8n-workflow';
import { OnePasswordUsers } from '../../nodes/OnePasswordUsers/OnePasswordUsers.node';
import { OnePasswordUsersTrigger } from '../../nodes/OnePasswordUsers/OnePasswordUsersTrigger.node';
import { startSandbox, type Sandbox } from '../strictSandbox.ts';
import { PolledWorkflow } from './n8n/pollNode';
import { runNode } from './n8n/runNode';

/** A field as the editor labels it, and the parameters that give it this value and leave the others at their defaults. */
interface Field {
	label: string;
	parametersWith: (value: unknown) => IDataObject;
}

/** What no field can use. */
const WRONG = [1, 2];
/** What n8n can't evaluate, with what it says of it; of the second, it keeps no parameter's name. */
const FAILING = [
	["={{ $('No such node').item.json.user }}", "Referenced node doesn't exist"],
	['={{ $json.a( }}', 'invalid syntax'],
] as const;
const SOMEBODY = { __rl: true, mode: 'email', value: 'ana@example.com' };
const FROM_INPUT = '={{ $json.wrong }}';

/** The fields of one operation, or of the trigger; those of a collection one by one. */
function fieldsOf(properties: INodeProperties[], chosen: IDataObject): Field[] {
	const defaults = Object.fromEntries(
		properties.map(({ name, type, default: value }) => [name, type === 'resourceLocator' ? SOMEBODY : value]),
	);
	return properties.flatMap(({ name, displayName, type, options = [] }): Field[] => {
		const withValue = (value: unknown) => ({ ...defaults, ...chosen, [name]: value }) as IDataObject;
		if (type === 'resourceLocator')
			return ['list', 'id', 'email'].map((mode) => ({
				label: displayName,
				parametersWith: (value) => withValue({ __rl: true, mode, value }),
			}));
		if (type !== 'collection') return [{ label: displayName, parametersWith: withValue }];
		return options.map((option) => ({
			label: 'displayName' in option ? option.displayName : '',
			parametersWith: (value) => withValue({ [option.name]: value }),
		}));
	});
}

const { properties } = new OnePasswordUsers().description;

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

const isShownFor = (chosen: Record<string, string>) => (property: INodeProperties) =>
	!['resource', 'operation'].includes(property.name) &&
	Object.entries(chosen).every(([name, value]) => property.displayOptions?.show?.[name]?.includes(value));

const OPERATIONS = properties
	.filter(({ name }) => name === 'operation')
	.flatMap(({ options = [], displayOptions }) =>
		options.map((option) => ({
			resource: textOf(displayOptions?.show?.resource?.[0]),
			operation: textOf('value' in option && option.value),
		})),
	);

const NODE_FIELDS = OPERATIONS.flatMap((chosen) =>
	fieldsOf(properties.filter(isShownFor(chosen)), chosen).map(
		(field) => [chosen.operation, field.label, field] as const,
	),
);
const TRIGGER_FIELDS = fieldsOf(new OnePasswordUsersTrigger().description.properties, {}).map(
	(field) => [field.label, field] as const,
);

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox({ users: 3 })));
beforeEach(() => sandbox.clearRequests());
afterAll(async () => await sandbox.close());

describe('whoever gives a field something that it cannot use is told which field', () => {
	it('of every operation that has any', () => {
		expect(new Set(NODE_FIELDS.map(([operation]) => operation))).toEqual(
			new Set(OPERATIONS.map(({ operation }) => operation).filter((operation) => operation !== 'revoke')),
		);
	});

	it.each(NODE_FIELDS)('of %s: %s', async (_, label, { parametersWith }) => {
		const { error } = await runNode(sandbox, {
			parameters: parametersWith(FROM_INPUT) as INodeParameters,
			input: [{ wrong: WRONG }],
		});

		expect(`${error?.message}. ${error?.description}`).toContain(label);
		expect(sandbox.requests()).toHaveLength(0);
	});

	describe.each(FAILING)('whose expression fails: %s', (expression, reason) => {
		it.each(NODE_FIELDS)('of %s: %s', async (_, label, { parametersWith }) => {
			const parameters = parametersWith(expression) as INodeParameters;
			const { error } = await runNode(sandbox, { parameters });
			const { items } = await runNode(sandbox, { parameters, onError: 'continueRegularOutput' });

			const message = `The expression in ${label} fails: ${reason}`;
			expect(error?.message).toBe(message);
			expect(items.map(({ json }) => json)).toEqual([
				expect.objectContaining({
					error: `${message}. Check the expression in this field.`,
					reason: 'invalid_input',
				}),
			]);
			expect(sandbox.requests()).toHaveLength(0);
		});

		it.each(TRIGGER_FIELDS)('of the trigger: %s', async (label, { parametersWith }) => {
			const { events, filters } = parametersWith(expression);
			const workflow = new PolledWorkflow(sandbox, { events, filters: filters as IDataObject });

			await expect(workflow.poll()).rejects.toMatchObject({
				message: `The expression in ${label} fails: ${reason}`,
			});
		});
	});

	it.each(TRIGGER_FIELDS)('of the trigger: %s', async (label, { parametersWith }) => {
		const { events, filters } = parametersWith(WRONG);
		const workflow = new PolledWorkflow(sandbox, { events, filters: filters as IDataObject });

		await expect(workflow.poll()).rejects.toMatchObject({
			message: expect.stringContaining(label) as string,
		});
	});
});
