import type { INodeProperties } from 'n8n-workflow';
import { emailDomainField } from '../common/emailDomainField';

/** Which events start the workflow, and for which users. */
export const fields: INodeProperties[] = [
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		required: true,
		default: ['user.suspended', 'user.reactivated'],
		description:
			'What starts the workflow. Added and Removed read the whole account at every poll, Suspended and Reactivated only the suspended users.',
		hint: 'Choose Suspended and Reactivated together, and Added and Removed too: with one of a pair alone, a change may be missed',
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
		options: [emailDomainField],
	},
];
