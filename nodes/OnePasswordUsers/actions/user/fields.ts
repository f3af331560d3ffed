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
		'The user, from the list, by ID or by email. 1Password has no lookup by email, so By Email reads the whole list once a run.',
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
};

const maxChanges: INodeProperties = {
	displayName: 'Max Changes',
	name: 'maxChanges',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 10,
	description: 'If more users than this would change in the whole run, none is changed. 0 means no limit.',
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
