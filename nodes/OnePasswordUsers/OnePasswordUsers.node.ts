import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { operationFields, runOperation } from './actions';
import { searchUsers } from './methods/searchUsers';
import { testCredential } from './methods/testCredential';

export class OnePasswordUsers implements INodeType {
	description: INodeTypeDescription = {
		displayName: '1Password Users',
		name: 'onePasswordUsers',
		icon: {
			light: 'file:../../icons/onePasswordUsers.svg',
			dark: 'file:../../icons/onePasswordUsers.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ $parameter["operation"].replace("getAll", "get many") + ": " + $parameter["resource"].replace("accessToken", "access token") }}',
		description: 'See and control who has access to your 1Password account',
		defaults: { name: '1Password Users' },
		usableAsTool: true,
		builderHint: {
			searchHint:
				"Use for people's access to a company's 1Password account: find users, suspend (lock out) or reactivate them, audit who has access. It does not read vaults, items or secrets. For an access audit use the operation Audit, with the list of people as input items, instead of comparing in code. Before Suspend: switch on Dry Run first, always set Max Changes, and tell the user to enter owners and break-glass accounts under Protected Users in the credential.",
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-1password-users.onePasswordUsersTrigger',
					relationHint: 'Starts a workflow when a user is suspended, reactivated, added or removed',
				},
			],
		},
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'onePasswordUsersApi', required: true, testedBy: 'testCredential' }],
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				default: 'user',
				options: [
					{ name: 'User', value: 'user' },
					{ name: 'Access Token', value: 'accessToken' },
				],
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				default: 'getAll',
				displayOptions: { show: { resource: ['user'] } },
				options: [
					{
						name: 'Audit',
						value: 'audit',
						action: 'Audit users against list',
						description:
							'Compare the account with the people that the input items list, and return the differences. Changes nothing.',
					},
					{
						name: 'Get',
						value: 'get',
						action: 'Get user',
						description: 'Get one user by ID, by email or from the list. Changes nothing.',
					},
					{
						name: 'Get Many',
						value: 'getAll',
						action: 'Get many users',
						description:
							'Get many users, filtered by state, email domain, name or date of creation. Changes nothing.',
					},
					{
						name: 'Reactivate',
						value: 'reactivate',
						action: 'Reactivate user',
						description: 'Let a suspended user sign in to 1Password again. Can be undone with Suspend.',
					},
					{
						name: 'Suspend',
						value: 'suspend',
						action: 'Suspend user until reactivated',
						description:
							'Lock a user out of 1Password at once. Nothing is deleted; can be undone with Reactivate.',
						builderHint: {
							propertyHint:
								'Locks people out at once. Build it with the option Dry Run switched on, and tell the user to switch it off after looking at the output. Always add the option Max Changes, with the most users that one run may suspend. Tell the user to enter owners and break-glass accounts under Protected Users in the credential. Ask a person for approval before it where an alert, a list or a model decides who is suspended.',
						},
					},
				],
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				default: 'revoke',
				displayOptions: { show: { resource: ['accessToken'] } },
				options: [
					{
						name: 'Revoke',
						value: 'revoke',
						action: 'Revoke access token',
						description:
							"Make the credential's current access token worthless at once; the next call gets a new one by itself",
					},
				],
			},
			...operationFields,
		],
	};

	methods = { listSearch: { searchUsers }, credentialTest: { testCredential } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await runOperation(this)];
	}
}
