import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { openConnection } from '../../../nodes/OnePasswordUsers/api/transport/connection';
import { listUsers } from '../../../nodes/OnePasswordUsers/api/users';
import { fingerprintOf } from '../../../nodes/OnePasswordUsers/api/credential/token';
import { answer, credential, settings } from './fixtures';

jest.mock('n8n-workflow', () => ({
	...jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow'),
	sleep: async () => await Promise.resolve(),
}));

/** n8n as far as a run uses it, with a 1Password that gives these pages. */
function n8nWith(page: (request: IHttpRequestOptions) => unknown) {
	const data = credential({
		accessToken: 'token-1',
		issuedFor: fingerprintOf(settings()),
		issuedBy: 'v1',
		renewAt: Date.now() + 900_000,
	});
	const httpRequestWithAuthentication = async (_type: string, request: IHttpRequestOptions) =>
		answer(200, page(request));
	const helpers = { httpRequestWithAuthentication } as Partial<
		IExecuteFunctions['helpers']
	> as IExecuteFunctions['helpers'];
	const context: Partial<IExecuteFunctions> = { getCredentials: async <T>() => data as T, helpers };
	return context as IExecuteFunctions;
}

it('a listing whose pages never end is given up after 10,000 pages', async () => {
	let pages = 0;
	const connection = await openConnection(
		n8nWith(() => ({ results: [{ id: `U${pages++}` }], next_page_token: `after-${pages}` })),
	);
	const read = async () => {
		for await (const page of listUsers(connection)) expect(page).toHaveLength(1);
	};

	await expect(read()).rejects.toThrow('its pages of users never end');
	expect(pages).toBe(10_000);
}, 30_000);
