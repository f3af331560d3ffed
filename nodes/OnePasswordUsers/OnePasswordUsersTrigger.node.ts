import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';
import { testCredential } from './methods/testCredential';
import { fields } from './trigger/fields';
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
		properties: fields,
	};

	methods = { credentialTest: { testCredential } };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this);
	}
}
