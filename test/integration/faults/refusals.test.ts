import { ANA, BEN, seeAll, table } from './steps';
import type { FaultRow, Sight, Step } from './steps';

const HTML = '<html><body>no</body></html>';

const refused = ({ does }: Step) => `1Password won't ${does} and does not say why`;
const unknown = ({ at, name }: Step, { url }: Sight) =>
	at === 'list'
		? `1Password does not know this account at ${url} (v1)`
		: `No user ${named(name)} in this account`;
const named = (name: string) => {
	const user = name.startsWith('reactivate') ? BEN : ANA;
	return name.includes('email') ? user.email : user.id;
};
const gone = (_: Step, { url }: Sight) => `Version v1 of the Users API is gone at ${url}`;
const elsewhere = (_: Step, { url }: Sight) =>
	`${url} redirected the request elsewhere, and the redirect was not followed`;
const misunderstood = ({ does }: Step) => `1Password did not understand the request to ${does}`;
const deadToken = () => '1Password refused a token that it had just issued';
const provisioned = ({ does }: Step) => `1Password won't ${does}: the account uses automated provisioning`;

/** What does not pass by waiting. */
const FAULTS: FaultRow[] = [
	['400', { status: 400 }, misunderstood],
	['401', { status: 401 }, deadToken],
	['401 with HTML', { status: 401, body: HTML }, deadToken],
	['403 without a reason', { status: 403 }, refused],
	['403 with HTML', { status: 403, body: HTML }, refused],
	['403 without a body', { status: 403, body: '' }, refused],
	[
		'403 of automated provisioning',
		{ status: 403, body: { code: 7, message: 'SCIM provisioning is on' } },
		provisioned,
	],
	['404', { status: 404 }, unknown],
	['404 with HTML', { status: 404, body: HTML }, unknown],
	['410', { status: 410 }, gone],
	['418', { status: 418 }, misunderstood],
	['302 to another host', { status: 302, headers: { location: 'http://127.0.0.1:9/' }, body: '' }, elsewhere],
	['307 to another host', { status: 307, headers: { location: 'http://127.0.0.1:9/' }, body: '' }, elsewhere],
];

let seen: (fault: string, step: Step) => Sight | undefined;
beforeAll(async () => (seen = await seeAll(FAULTS, { change: { times: Infinity } })), 60_000);

describe('what does not pass by waiting is told at once', () => {
	it.each(table(FAULTS))('$fault: $name', ({ fault, step, message }) => {
		const sight = seen(fault, step)!;

		expect(sight.told.message).toBe(message?.(step, sight));
		expect(sight.told.output).toEqual([]);
		expect(sight.changed).toEqual([]);
		for (const secret of sight.secrets) expect(JSON.stringify(sight.told)).not.toContain(secret);
	});

	it.each(table(FAULTS))('and asked again at most once, for a token or a version: $fault: $name', (row) => {
		const { requests } = seen(row.fault, row.step)!;
		const askedAgain =
			row.fault.startsWith('401') || (row.step.at === 'list' && /HTML|body|404|410/.test(row.fault));

		expect(requests).toBe(askedAgain ? 2 : 1);
	});

	it.each(table(FAULTS))('with the request, for support: $fault: $name', ({ fault, step }) => {
		const method = step.at === 'list' || step.at === 'get' ? 'GET' : 'POST';

		expect(seen(fault, step)!.told.description).toMatch(
			new RegExp(`Request: ${method} /v1/accounts/\\w+/users(/\\w+)?(:\\w+)?\\.`),
		);
	});
});
