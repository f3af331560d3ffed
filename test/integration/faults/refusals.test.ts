import { REFUSALS } from './rows';
import { seeAll, table, type Sight, type Step } from './steps';

let seen: (fault: string, step: Step) => Sight | undefined;
beforeAll(async () => (seen = await seeAll(REFUSALS, { change: { times: Infinity } })), 60_000);

describe('what does not pass by waiting is told at once', () => {
	it.each(table(REFUSALS))('$fault: $name', ({ fault, step, message }) => {
		const sight = seen(fault, step)!;

		expect(sight.told.message).toBe(message?.(step, sight));
		expect(sight.told.output).toEqual([]);
		expect(sight.changed).toEqual([]);
		for (const secret of sight.secrets) expect(JSON.stringify(sight.told)).not.toContain(secret);
	});

	it.each(table(REFUSALS))('and asked again once at most, where that may help: $fault: $name', (row) => {
		const { requests } = seen(row.fault, row.step)!;
		// For another token, for the other version, or for a user whom a gateway did not find.
		const askedAgain =
			row.fault.startsWith('401') ||
			(row.step.at === 'list' ? /HTML|body|404|410/ : /404 with HTML/).test(row.fault);

		expect(requests).toBe(askedAgain ? 2 : 1);
	});

	it.each(table(REFUSALS))('with the request, for support: $fault: $name', ({ fault, step }) => {
		const method = step.at === 'list' || step.at === 'get' ? 'GET' : 'POST';

		expect(seen(fault, step)!.told.description).toMatch(
			new RegExp(`Request: ${method} /v1/accounts/\\w+/users(/\\w+)?(:\\w+)?\\.`),
		);
	});
});
