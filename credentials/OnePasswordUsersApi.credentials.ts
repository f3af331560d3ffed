import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { authenticateRequest } from '../nodes/OnePasswordUsers/api/credential/authenticate';
import { withAdvice } from '../nodes/OnePasswordUsers/api/credential/tokenErrors';
import { leaveFailure } from '../nodes/OnePasswordUsers/api/credential/failureHandover';
import { readSettings } from '../nodes/OnePasswordUsers/api/credential/settings';
import { issueToken } from '../nodes/OnePasswordUsers/api/credential/issueToken';

export class OnePasswordUsersApi implements ICredentialType {
	name = 'onePasswordUsersApi';

	displayName = '1Password Users API';

	icon: Icon = {
		light: 'file:../icons/onePasswordUsers.svg',
		dark: 'file:../icons/onePasswordUsers.dark.svg',
	};

	documentationUrl = 'https://github.com/n8n-nodes-1password-users/n8n-nodes-1password-users';

	properties: INodeProperties[] = [
		{
			displayName: 'Region',
			name: 'region',
			type: 'options',
			default: 'com',
			description: 'Where your account lives: the ending of the address at which you sign in',
			options: [
				{ name: 'United States and Global (1password.com)', value: 'com' },
				{ name: 'Canada (1password.ca)', value: 'ca' },
				{ name: 'European Union (1password.eu)', value: 'eu' },
				{ name: 'Custom', value: 'custom' },
			],
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://api.1password.com',
			description: 'Host of the Users API, without a path. Plain http is accepted for this machine only.',
			displayOptions: { show: { region: ['custom'] } },
		},
		{
			displayName: 'Account ID',
			name: 'accountId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. ABCDEFGHIJKLMNOPQRSTUVWXYZ',
			description:
				"In 1Password, select your profile, then View your vault items, and look at the browser's address",
			hint: 'The 26 letters and digits between "/app#/" and "/AllItems" in the browser\'s address when you look at your vault',
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 1f2e3d4c-5b6a-7980-a1b2-c3d4e5f60718',
			description: 'Of the OAuth application: in 1Password, open Integrations, then OAuth Application',
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Shown once, when the OAuth application is created',
		},
		{
			displayName: 'API Version',
			name: 'apiVersion',
			type: 'options',
			default: 'auto',
			description: 'Which version of the Users API to use. Automatic takes the newest that answers.',
			options: [
				{ name: 'Automatic', value: 'auto' },
				{ name: 'v1', value: 'v1' },
				{ name: 'v1beta1', value: 'v1beta1' },
			],
		},
		{
			displayName: 'Read Only',
			name: 'readOnly',
			type: 'boolean',
			default: false,
			description:
				'Whether to refuse to suspend or reactivate anyone with this credential, whatever the OAuth application may do',
		},
		{
			displayName: 'Protected Users',
			name: 'protectedUsers',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			placeholder: 'e.g. breakglass-*@example.com',
			description:
				'Users who are never suspended with this credential: IDs, emails or patterns with *, separated by commas, semicolons or new lines',
		},
		{
			displayName: 'Max Suspended Users',
			name: 'maxSuspended',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description:
				'If more users of the account than this would then be suspended, however many runs ask, nobody is suspended. 0 means no limit.',
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
		{ displayName: 'Issued For', name: 'issuedFor', type: 'hidden', default: '' },
		{ displayName: 'Issued By', name: 'issuedBy', type: 'hidden', default: '' },
		{ displayName: 'Renew At', name: 'renewAt', type: 'hidden', default: '' },
	];

	/** Called by n8n while the access token is empty, and again after a 401. */
	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		try {
			const settings = readSettings(credentials);
			return {
				...(await issueToken((options) => this.helpers.httpRequest(options), credentials, settings)),
			};
		} catch (failure) {
			leaveFailure(credentials, failure);
			throw withAdvice(failure);
		}
	}

	/** Called by n8n before every request, also those of the HTTP Request node. */
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => await Promise.resolve(authenticateRequest(credentials, request));
}
