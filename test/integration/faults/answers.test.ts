import { ANSWERS, UNTRUSTED } from './rows';
import { see, seeAll, STEPS, table, type Sight, type Step } from './steps';

const isRead = ({ at }: Step) => at === 'list' || at === 'get';

let seen: (fault: string, step: Step) => Sight | undefined;
beforeAll(async () => (seen = await seeAll(ANSWERS, { change: { times: Infinity } })), 60_000);

describe('an answer that nobody documents is no result', () => {
	it.each(table(ANSWERS, STEPS.filter(isRead)))('$fault: $name', ({ fault, step }) => {
		const { told, requests, changes, changed } = seen(fault, step)!;

		expect(told.message).toMatch(UNTRUSTED);
		expect(told.description).toContain('any proxy or sign-in page between n8n and 1Password');
		expect(told.output).toEqual([]);
		expect([requests, changes, changed]).toEqual([1, 0, []]);
	});
});

describe('an answer that nobody documents confirms no change', () => {
	it.each(
		table(
			ANSWERS,
			STEPS.filter((step) => !isRead(step)),
		),
	)('$fault: $name', ({ fault, step }) => {
		const { told, requests, changed } = seen(fault, step)!;
		const still = step.at === 'suspend' ? 'ACTIVE' : 'SUSPENDED';

		expect(told.message).toBe(
			`1Password accepted the request to ${step.does}, but the state is still ${still}`,
		);
		expect(told.output).toEqual([]);
		expect([requests, changed]).toEqual([1, []]);
	});
});

describe('half of a JSON document', () => {
	it.each(STEPS.filter(isRead))('is no result: $name', async (step) => {
		const { told, changes } = await see(step, { kind: 'invalid-json' });

		expect(told.message).toMatch(UNTRUSTED);
		expect(changes).toBe(0);
	});

	it.each(STEPS.filter((step) => !isRead(step)))(
		'leads to a second look after a change: $name',
		async (step) => {
			const { told, changes, changed } = await see(step, { kind: 'invalid-json' });

			expect(told.output).toEqual([expect.objectContaining({ changed: true })]);
			expect(changes).toBe(1);
			expect(changed).toHaveLength(1);
		},
	);
});

it.each(STEPS)('a wrong content type does not make a right answer wrong: $name', async (step) => {
	const undisturbed = await see(step);
	const mislabelled = await see(step, { contentType: 'text/plain' });

	expect(mislabelled.told).toEqual(undisturbed.told);
	expect(mislabelled.changed).toEqual(undisturbed.changed);
});

it.each(STEPS.filter(({ at, name }) => at === 'list' && !name.includes('picker')))(
	'an account without a single user is no account: $name',
	async (step) => {
		const { told, changes } = await see(step, { status: 200, body: { results: [] } });

		expect(told.message).toMatch(/cannot be trusted: the account has no users at all$/);
		expect(changes).toBe(0);
	},
);

it.each(STEPS.filter(({ at }) => at === 'get'))("another user's data is no answer: $name", async (step) => {
	const { told, changes } = await see(step, { status: 200, body: { id: 'ANOTHER', state: 'ACTIVE' } });

	expect(told.message).toMatch(/cannot be trusted: it describes another user$/);
	expect(changes).toBe(0);
});
