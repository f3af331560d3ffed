import type { INodeProperties } from 'n8n-workflow';

/** The filter that `readEmailDomain` reads: of Get Many, the trigger and, with a description of its own, Audit. */
export const emailDomainField: INodeProperties = {
	displayName: 'Email Domain',
	name: 'emailDomain',
	type: 'string',
	default: '',
	placeholder: 'e.g. example.com',
	description: 'Only users whose email ends in this domain; subdomains are other domains',
};
