import type { Sandbox } from '../../../sandbox/server.ts';
import { credentialFor } from '../n8n/runNode';
import { HurriedStore } from './hurriedStore';
import { see, seeAll, STEPS, table } from './steps';
import type { FaultRow, Sight, Step } from './steps';

const NOW = { headers: { 'retry-after': '0' } };
const AN_HOUR_AGO = new Date(Date.now() - 3_600_000).toUTCString();
const HTML = '<html><body>We will be back soon</body></html>';

const tooMany = () => '1Password is receiving too many requests';
const unavailable = ({ does }: Step) => `1Password is unavailable and did not ${does}`;
const unreachable = (_: Step, { url }: Sight) => `1Password could not be reached (${url})`;
const late = (_: Step, { url }: Sight) => `1Password did not answer in time (${url})`;

/** What may have passed a moment later. */
const FAULTS: FaultRow[] = [
	['429 with Retry-After in seconds', { status: 429, ...NOW }, tooMany],
	['429 with Retry-After as a date', { status: 429, headers: { 'retry-after': AN_HOUR_AGO } }, tooMany],
	['429 with a Retry-After without sense', { status: 429, headers: { 'retry-after': 'soon' } }, tooMany],
	['429 with a negative Retry-After', { status: 429, headers: { 'retry-after': '-30' } }, tooMany],
	['429 without Retry-After', { status: 429 }, tooMany],
	['429 with HTML', { status: 429, body: HTML, ...NOW }, tooMany],
	['500', { status: 500, ...NOW }, unavailable],
	['500 without a body', { status: 500, body: '', ...NOW }, unavailable],
	['502 with HTML', { status: 502, body: HTML, ...NOW }, unavailable],
	['503', { status: 503, ...NOW }, unavailable],
	['503 with HTML', { status: 503, body: HTML, ...NOW }, unavailable],
	['504', { status: 504, ...NOW }, unavailable],
	['504 after the server acted', { status: 504, actFirst: true, ...NOW }, unavailable],
	['a connection that broke before the server acted', { kind: 'reset-before' }, unreachable],
	['a connection that broke after the server acted', { kind: 'reset-after' }, unreachable],
	['an answer that was cut off', { kind: 'truncate' }, unreachable],
];
const HANGS: FaultRow[] = [
	['no answer within 30 s', { kind: 'hang' }, late],
	['no answer within 30 s although the server acted', { kind: 'hang', actFirst: true }, late],
];
const ALL = [...FAULTS, ...HANGS];

type See = (fault: string, step: Step) => Sight;
const undisturbed = new Map<Step, Sight>();
let once: See;
let always: See;

beforeAll(async () => {
	for (const step of STEPS) undisturbed.set(step, await see(step));
	const lasting = { change: { times: Infinity } };
	const [onceQuick, alwaysQuick] = await Promise.all([seeAll(FAULTS), seeAll(FAULTS, lasting)]);
	const [onceHanging, alwaysHanging] = await Promise.all([
		seeAll(HANGS, { credentialOf: hurried }),
		seeAll(HANGS, { ...lasting, credentialOf: hurried }),
	]);
	once = (fault, step) => (onceQuick(fault, step) ?? onceHanging(fault, step))!;
	always = (fault, step) => (alwaysQuick(fault, step) ?? alwaysHanging(fault, step))!;
}, 60_000);

const hurried = (sandbox: Sandbox) => new HurriedStore(credentialFor(sandbox).stored);

it.each(STEPS)('without a fault there is something to give: $name', (step) => {
	const { told } = undisturbed.get(step)!;
	expect(told.message).toBeUndefined();
	expect(told.output.length).toBeGreaterThan(0);
});

describe('what passes leaves no trace but one more request', () => {
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

	it.each(table(FAULTS.filter(([, { status }]) => status)))(
		'with what 1Password said and what was asked, for support: $fault: $name',
		({ fault, step }) => {
			const { description } = always(fault, step).told;

			expect(description).toMatch(/Wait a few minutes and run the workflow again.*\(.*HTTP (429|50\d)\)/);
			expect(description).toMatch(/Request: (GET|POST) \/v1\/accounts\/\w+\/users\S*\./);
		},
	);
});
