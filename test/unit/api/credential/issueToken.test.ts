import { issuedAt, issueToken } from '../../../../nodes/OnePasswordUsers/api/credential/issueToken';
import { issued } from './exchanging';
import { credential, settings, tokenEndpoint } from '../fixtures';

afterEach(() => jest.restoreAllMocks());

let accounts = 0;
let accountId: string;
let now: number;
beforeEach(() => {
	accountId = `ACCOUNT${accounts++}`;
	now = 1_000_000;
	jest.spyOn(performance, 'now').mockImplementation(() => now);
});

/** An endpoint that issues these tokens, one after the other. */
const endpoint = (tokens = ['first', 'second'], expires_in = 900) =>
	tokenEndpoint(...tokens.map((access_token) => issued({ access_token, expires_in })));

/** Asks for a token with this one in hand. */
const ask = async (
	{ http }: ReturnType<typeof tokenEndpoint>,
	inHand = '',
	changes: { apiVersion?: string; issuedBy?: string } = {},
) => {
	const fields = { accountId, ...changes };
	return (await issueToken(http, credential({ ...fields, accessToken: inHand }), settings(fields)))
		.accessToken;
};

describe('the token that another run got last', () => {
	it('goes to whoever has none', async () => {
		const server = endpoint();
		expect([await ask(server), await ask(server)]).toEqual(['first', 'first']);
		now += 600_000;

		expect(await ask(server)).toBe('first');
	});

	it.each([0, 9_999])('goes to whoever has an older one that is dead, %d ms later', async (later) => {
		const server = endpoint();
		await ask(server);
		now += later;

		expect(await ask(server, 'older')).toBe('first');
	});

	it('does not, once it may have died with the older one', async () => {
		const server = endpoint();
		await ask(server);
		now += 10_000;

		expect(await ask(server, 'older')).toBe('second');
	});

	it('does not go to whoever found this very one dead', async () => {
		const server = endpoint();
		await ask(server);

		expect(await ask(server, 'first')).toBe('second');
	});

	it('is not handed out beyond its life', async () => {
		const server = endpoint(['first', 'second'], 0.001);
		await ask(server);
		jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 1000);

		expect(await ask(server)).toBe('second');
	});

	it('is not handed out where another version is asked first', async () => {
		const server = endpoint();
		await ask(server);

		expect(await ask(server, '', { issuedBy: 'v1beta1' })).toBe('second');
	});
});

it('the age of the last ten tokens is known', async () => {
	const tokens = Array.from({ length: 11 }, (_, place) => `token-${place}`);
	const server = endpoint(tokens);
	const ageOf = (token: string) => issuedAt(settings({ accountId }), token);
	let inHand = '';
	for (const token of tokens.slice(0, 10)) {
		inHand = await ask(server, inHand);
		expect(inHand).toBe(token);
	}
	expect(ageOf('token-0')).toBe(now);
	await ask(server, inHand);

	expect(tokens.map(ageOf)).toEqual([undefined, ...Array.from({ length: 10 }, () => now)]);
});
