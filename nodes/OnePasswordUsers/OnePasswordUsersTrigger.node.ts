import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';
import { testCredential } from './methods/testCredential';
import { poll } from './trigger/poll';

export class OnePasswordUsersTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: '1Password Users Trigger',
		name: 'onePasswordUsersTrigger',
		icon: {
			light: 'file:../../icons/onePasswordUsers.svg',
			dark: 'file:../../icons/onePasswordUsers.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ").replaceAll("user.", "") }}',
		description:
			'Starts the workflow when someone in your 1Password account is suspended, reactivated, added or removed',
		defaults: { name: '1Password Users Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'onePasswordUsersApi', required: true, testedBy: 'testCredential' }],
		properties: [
			{
				displayName: 'Events',
				name: 'events',
				type: 'multiOptions',
				required: true,
				default: ['user.suspended', 'user.reactivated'],
				description:
					'What starts the workflow. Suspended and Reactivated belong together, and so do Added and Removed: with one of a pair alone, a change may be missed. Added and Removed read the whole account at every poll, Suspended and Reactivated only the suspended users.',
				options: [
					{
						name: 'User Added',
						value: 'user.added',
						description: 'Someone is in the account who was not there at the last poll',
					},
					{
						name: 'User Reactivated',
						value: 'user.reactivated',
						description: 'A suspended user may sign in again',
					},
					{
						name: 'User Removed',
						value: 'user.removed',
						description: 'Someone is no longer in the account; only their ID is known then',
					},
					{
						name: 'User Suspended',
						value: 'user.suspended',
						description: 'Someone is suspended who was not at the last poll',
					},
				],
			},
			{
				displayName: 'Filters',
				name: 'filters',
				type: 'collection',
				placeholder: 'Add filter',
				default: {},
				options: [
					{
						displayName: 'Email Domain',
						name: 'emailDomain',
						type: 'string',
						default: '',
						placeholder: 'e.g. example.com',
						description: 'Only users whose email ends in this domain; subdomains are other domains',
					},
				],
			},
		],
	};

	methods = { credentialTest: { testCredential } };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this);
	}
}
