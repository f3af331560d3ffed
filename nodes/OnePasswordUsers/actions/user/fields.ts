import {
	updateDisplayOptions,
	type IDataObject,
	type IExecuteFunctions,
	type INodeProperties,
} from 'n8n-workflow';
import { Options } from '../../common/parameters';
import type { NamedUser } from './namedUser';

/** What to do when nobody matches: fail the item, or report it as an ordinary result. */
export type OnMissingUser = 'error' | 'report';

/** Fields that are shown for one operation of a resource. */
export const showFor = (resource: string, operation: string, fields: INodeProperties[]): INodeProperties[] =>
	updateDisplayOptions({ show: { resource: [resource], operation: [operation] } }, fields);

export const userField: INodeProperties = {
	displayName: 'User',
	name: 'userId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description:
		'One user, from the list, by ID or by email; By ID takes an email, too. 1Password has no lookup by email, so an email reads the whole list once a run.',
	builderHint: {
		propertyHint:
			'One user, as an ID or as one email such as name@example.com without a name around it. Use the mode email for emails from earlier nodes. For a tool of an agent use the mode id with a value from the model, described as: email or 1Password ID of one user.',
	},
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a user…',
			typeOptions: { searchListMethod: 'searchUsers', searchable: true, searchFilterRequired: false },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. IR7VJHJ36JHINBFAD7V2T5MP3E',
			validation: [
				{
					type: 'regex',
					properties: {
						regex: '^\\s*([A-Za-z0-9_-]{1,128}|[^\\s@]+@[^\\s@]+)\\s*$',
						errorMessage: 'Use an ID (letters and digits, usually 26 of them), or an email',
					},
				},
			],
		},
		{
			displayName: 'By Email',
			name: 'email',
			type: 'string',
			placeholder: 'e.g. ana@example.com',
			validation: [
				{
					type: 'regex',
					properties: {
						regex: '^\\s*[^\\s@]+@[^\\s@]+\\s*$',
						errorMessage: 'Use the form name@example.com, or choose By ID',
					},
				},
			],
		},
	],
};

const onMissingUser: INodeProperties = {
	displayName: 'If No Such User',
	name: 'onMissingUser',
	type: 'options',
	default: 'error',
	description: 'What to do when the account has no such user',
	options: [
		{ name: 'Fail', value: 'error', description: 'The item fails' },
		{ name: 'Report', value: 'report', description: 'The item gets a result with "found": false' },
	],
};

const dryRun: INodeProperties = {
	displayName: 'Dry Run',
	name: 'dryRun',
	type: 'boolean',
	default: false,
	description: 'Whether to do everything but the change: the result says what would have changed',
	builderHint: { propertyHint: 'Set it to true in every new workflow, and never leave it to a model.' },
};

const maxChanges: INodeProperties = {
	displayName: 'Max Changes',
	name: 'maxChanges',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 10,
	description: 'If more users than this would change in the whole run, none is changed. 0 means no limit.',
	builderHint: {
		propertyHint:
			'Always set it, as low as the workflow allows (1 where one alert is about one person). Never 0.',
	},
};

/** The field for options, with these in it. */
export const optionsField = (options: INodeProperties[]): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options,
});

export const lookupOptions = optionsField([onMissingUser]);

export const changeOptions = optionsField([dryRun, onMissingUser, maxChanges]);

/** The options of an item. */
export const optionsOf = (context: IExecuteFunctions, item: number) =>
	new Options('Options', context.getNodeParameter('options', item, {}));

export const readOnMissingUser = (options: Options): OnMissingUser =>
	options.choice('onMissingUser', 'If No Such User', ['error', 'report']) ?? 'error';

/** The result for a user who does not exist, where that is no failure. */
export const reportOfMissing = (named: NamedUser): IDataObject => ({
	found: false,
	...(named.by === 'email' ? { email: named.email } : { id: named.id }),
	changed: false,
});
