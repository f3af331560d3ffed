import type { CredentialReference } from '../../testbed/n8n/N8nRest.ts';
import { newNode, type NewNode } from '../../testbed/n8n/newWorkflow.ts';
import { FROM_INPUT, namedUsers, splitOut } from './webhookWorkflow.ts';

/** 1Password asks every client for one of the form product/version; n8n's own is none. */
const USER_AGENT = 'n8n-workflow/1.0';

/** What somebody builds who has n8n's own nodes only: the HTTP Request node with a generic OAuth2 credential. */
export function httpRequestWorkflows(usersUrl: string, oAuth2Api: CredentialReference) {
	const http = (name: string, parameters: Record<string, unknown>): NewNode => {
		const request = {
			authentication: 'genericCredentialType',
			genericAuthType: 'oAuth2Api',
			sendHeaders: true,
			headerParameters: { parameters: [{ name: 'User-Agent', value: USER_AGENT }] },
			...parameters,
		};
		return newNode(name, 'n8n-nodes-base.httpRequest', 4.5, request, { credentials: { oAuth2Api } });
	};
	const list = (pageSize?: number) => [
		http('List', {
			url: usersUrl,
			...(pageSize && {
				sendQuery: true,
				queryParameters: { parameters: [{ name: 'max_page_size', value: String(pageSize) }] },
			}),
			options: { pagination: { pagination: ALL_PAGES } },
		}),
		splitOut('Users', 'results'),
	];
	const suspend = (id: string) => http('Suspend', { method: 'POST', url: `=${usersUrl}/${id}:suspend` });
	return {
		'their-list-1000': list(1000),
		'their-list-25': list(),
		'their-suspend-by-id': [namedUsers, suspend('{{ $json.user }}')],
		'their-suspend-by-email': [...list(1000), theNamed, suspend('{{ $json.id }}')],
		'their-get-by-id': [namedUsers, http('Get', { url: `=${usersUrl}/${FROM_INPUT.slice(1)}` })],
	};
}

const ALL_PAGES = {
	paginationMode: 'updateAParameterInEachRequest',
	parameters: {
		parameters: [{ type: 'qs', name: 'page_token', value: '={{ $response.body.next_page_token }}' }],
	},
	paginationCompleteWhen: 'other',
	completeExpression: '={{ !$response.body.next_page_token }}',
};

/** Whoever the caller named by email, whatever the case. */
const theNamed = newNode('Filter', 'n8n-nodes-base.filter', 2.3, {
	conditions: {
		options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 3 },
		conditions: [
			{
				id: 'named',
				leftValue: '={{ $("Webhook").first().json.body.users.includes($json.email.toLowerCase()) }}',
				rightValue: '',
				operator: { type: 'boolean', operation: 'true', singleValue: true },
			},
		],
		combinator: 'and',
	},
	options: {},
});
