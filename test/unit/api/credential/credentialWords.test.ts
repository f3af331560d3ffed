import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeProperties } from 'n8n-workflow';
import { OnePasswordUsersApi } from '../../../../credentials/OnePasswordUsersApi.credentials';

const api = new OnePasswordUsersApi();
const shown = api.properties.filter(({ type }) => type !== 'hidden');
const hidden = api.properties.filter(({ type }) => type === 'hidden');

/** What somebody reads who fills in the credential: label, kind, example and explanation of each field, from top to bottom. */
const FIELDS: Array<
	[label: string, kind: INodeProperties['type'], example: string | undefined, explanation: string]
> = [
	[
		'Region',
		'options',
		undefined,
		'Where your account lives: the ending of the address at which you sign in',
	],
	[
		'Base URL',
		'string',
		'e.g. https://api.1password.com',
		'Host of the Users API, without a path. Plain http is accepted for this machine only.',
	],
	[
		'Account ID',
		'string',
		'e.g. ABCDEFGHIJKLMNOPQRSTUVWXYZ',
		"In 1Password, select your profile, then View your vault items, and look at the browser's address",
	],
	[
		'Client ID',
		'string',
		'e.g. 1f2e3d4c-5b6a-7980-a1b2-c3d4e5f60718',
		'Of the OAuth application: in 1Password, open Integrations, then OAuth Application',
	],
	['Client Secret', 'string', undefined, 'Shown once, when the OAuth application is created'],
	[
		'API Version',
		'options',
		undefined,
		'Which version of the Users API to use. Automatic takes the newest that answers.',
	],
	[
		'Read Only',
		'boolean',
		undefined,
		'Whether to refuse to suspend or reactivate anyone with this credential, whatever the OAuth application may do',
	],
	[
		'Protected Users',
		'string',
		'e.g. breakglass-*@example.com',
		'Users who are never suspended with this credential: IDs, emails or patterns with *, separated by commas, semicolons or new lines',
	],
	[
		'Max Suspended Users',
		'number',
		undefined,
		'If more users of the account than this would then be suspended, however many runs ask, nobody is suspended. 0 means no limit.',
	],
];

describe('whoever fills in the credential', () => {
	it('reads what each field is, with an example and where to find it', () => {
		const read = shown.map(({ displayName, type, placeholder, description }) => [
			displayName,
			type,
			placeholder,
			description,
		]);

		expect(read).toEqual(FIELDS);
	});

	it('sees without pointing at anything where the account ID is', () => {
		const below = shown.flatMap(({ displayName, hint }) => (hint === undefined ? [] : [[displayName, hint]]));

		expect(below).toEqual([
			[
				'Account ID',
				'The 26 letters and digits between "/app#/" and "/AllItems" in the browser\'s address when you look at your vault',
			],
		]);
	});

	it.each([
		[
			'region',
			[
				'United States and Global (1password.com)',
				'Canada (1password.ca)',
				'European Union (1password.eu)',
				'Custom',
			],
		],
		['apiVersion', ['Automatic', 'v1', 'v1beta1']],
	])('chooses a %s by names that say which it is', (name, names) => {
		const choices = api.properties.find((property) => property.name === name)?.options ?? [];

		expect(choices.map((choice) => choice.name)).toEqual(names);
	});

	it.each(['light', 'dark'] as const)('sees an icon that is there in the %s theme', (theme) => {
		const icon = typeof api.icon === 'string' ? '' : (api.icon[theme] ?? '');
		const [, path = ''] = /^file:(.+\.svg)$/.exec(icon) ?? [];

		expect(existsSync(join(__dirname, '../../../../credentials', path || 'no icon'))).toBe(true);
	});

	it('sees another icon in the dark', () => {
		expect(new Set(Object.values(api.icon)).size).toBe(2);
	});
});

describe('what the credential keeps for itself', () => {
	it('begins empty, and has names that a person can read where n8n lists it', () => {
		expect(hidden.map(({ displayName, name, default: value }) => [displayName, name, value])).toEqual([
			['Access Token', 'accessToken', ''],
			['Issued For', 'issuedFor', ''],
			['Issued By', 'issuedBy', ''],
			['Renew At', 'renewAt', ''],
		]);
	});
});
