import { contractBreach } from '../../../sandbox/contract/contractBreach.ts';
import { withinContract } from '../../../sandbox/api/answerCall.ts';
import { rpc } from './client.ts';
import { aText, aTextWith } from './expected.ts';

describe('an answer', () => {
	const get = { operation: 'get', version: 'v1', account: 'A', userId: 'U' } as const;
	const list = { operation: 'list', version: 'v1beta1', account: 'A' } as const;
	const token = { operation: 'token', version: 'v1' } as const;
	const ok = (body: unknown) => ({ status: 200, headers: {}, body });

	it('keeps to the document without being complete', () => {
		expect(
			contractBreach(get, ok({ id: 'U', state: 'ACTIVE', create_time: '2026-01-01T00:00:00Z' })),
		).toBeUndefined();
		expect(contractBreach(list, ok({ results: [{}] }))).toBeUndefined();
		expect(contractBreach({ operation: 'revoke', version: 'v1' }, ok(undefined))).toBeUndefined();
	});

	it.each([
		['a field of our own', get, { kind: 'owner' }],
		['camelCase', get, { displayName: 'Ana' }],
		['an unknown state', get, { state: 'GONE' }],
		['a date that is none', get, { create_time: 'yesterday' }],
		['another list', list, { users: [] }],
		['a token that is no text', list, { results: [], next_page_token: 7 }],
		['an odd user in a list', list, { results: [{ id: 1 }] }],
		['a token answer without a token', token, { token_type: 'Bearer', expires_in: 900 }],
		['a revoke that says something', { operation: 'revoke', version: 'v1' } as const, {}],
	])('breaks it with %s', (_case, call, body) => {
		expect(contractBreach(call, ok(body))).toEqual(aText());
	});

	it('that breaks it is never sent: the sandbox fails loudly', () => {
		const loud = jest.spyOn(console, 'error').mockImplementation(() => undefined);
		const answer = withinContract(get, ok({ create_time: 'yesterday' }));

		expect(answer).toMatchObject({ status: 500, body: rpc(13, aTextWith('create_time')) });
		expect(loud).toHaveBeenCalledWith(aTextWith('broke its own contract'));
		loud.mockRestore();
	});
});
