import type { Sandbox } from '../../../sandbox/server.ts';
import { credentialFor } from '../n8n/runNode';
import { HurriedStore } from './hurriedStore';
import { HANGS, TRANSIENT } from './rows';
import { see, seeAll, STEPS, table, type Sight, type Step } from './steps';

const ALL = [...TRANSIENT, ...HANGS];

type See = (fault: string, step: Step) => Sight;
const undisturbed = new Map<Step, Sight>();
let once: See;
let always: See;

beforeAll(async () => {
	for (const step of STEPS) undisturbed.set(step, await see(step));
	const lasting = { change: { times: Infinity } };
	const [onceQuick, alwaysQuick] = await Promise.all([seeAll(TRANSIENT), seeAll(TRANSIENT, lasting)]);
	const [onceHanging, alwaysHanging] = await Promise.all([
		seeAll(HANGS, { credentialOf: hurried }),
		seeAll(HANGS, { ...lasting, credentialOf: hurried }),
	]);
	once = (fault, step) => (onceQuick(fault, step) ?? onceHanging(fault, step))!;
	always = (fault, step) => (alwaysQuick(fault, step) ?? alwaysHanging(fault, step))!;
}, 180_000);

const hurried = (sandbox: Sandbox) => new HurriedStore(credentialFor(sandbox).stored);

it.each(STEPS)('without a fault there is something to give: $name', (step) => {
	const { told } = undisturbed.get(step)!;
	expect(told.message).toBeUndefined();
	expect(told.output.length).toBeGreaterThan(0);
});

describe('what is transient leaves no trace but one more request', () => {
	it.each(table(ALL))('$fault: $name', ({ fault, step }) => {
		const { told, changed, requests, changes } = once(fault, step);
		const expected = undisturbed.get(step)!;

		expect(told).toEqual(expected.told);
		expect(changed).toEqual(expected.changed);
		expect(requests).toBe(expected.requests + 1);
		expect(changes).toBeLessThanOrEqual(2);
	});
});

describe('what lasts is given up after three retries, and the person is told', () => {
	it.each(table(ALL))('$fault: $name', ({ fault, step, message }) => {
		const sight = always(fault, step);

		expect(sight.told.message).toBe(message?.(step, sight));
		expect(sight.told.output).toEqual([]);
		expect(sight.requests).toBe(4);
		for (const secret of sight.secrets) expect(JSON.stringify(sight.told)).not.toContain(secret);
	});

	it.each(table(ALL.filter(([name]) => !/after|although|cut off/.test(name))))(
		'and nobody is changed: $fault: $name',
		({ fault, step }) => {
			const { changed, changes } = always(fault, step);

			expect(changed).toEqual([]);
			expect(changes).toBe(step.at === 'list' || step.at === 'get' ? 0 : 4);
		},
	);

	it.each(table(TRANSIENT.filter(([, { status }]) => status)))(
		'with what 1Password said and what was asked, for support: $fault: $name',
		({ fault, step }) => {
			const { description } = always(fault, step).told;

			expect(description).toMatch(/Wait a few minutes and run the workflow again.*\(.*HTTP (429|50\d)\)/);
			expect(description).toMatch(/Request: (GET|POST) \/v1\/accounts\/\w+\/users\S*\./);
		},
	);
});
