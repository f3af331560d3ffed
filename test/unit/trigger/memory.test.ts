import * as fc from 'fast-check';
import type { Directory } from '../../../nodes/OnePasswordUsers/trigger/Comparison';
import {
	baseline,
	directoryOf,
	isMemory,
	MEMORY_KEY,
	nextMemory,
	subjectOf,
	type Memory,
} from '../../../nodes/OnePasswordUsers/trigger/memory';

const ids = fc.stringMatching(/^[A-Z2-7]{26}$/);
const known = fc.record({
	state: fc.constantFrom('ACTIVE', 'SUSPENDED', 'STATE_UNSPECIFIED', '', '__proto__'),
	watched: fc.boolean(),
});
const directories: fc.Arbitrary<Directory> = fc.array(fc.tuple(ids, known)).map((users) => new Map(users));

const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('the memory (property)', () => {
	it('comes back from the static data as it went in', () =>
		fc.assert(
			fc.property(directories, (directory) => {
				const memory = baseline('subject', directory, 'node');
				const read = throughJson(memory);
				expect(isMemory(read)).toBe(true);
				expect(read).toEqual(memory);
				expect(directoryOf(read as Memory)).toEqual(directory);
			}),
		));

	it('takes 27 bytes for each user and at most 250 besides', () =>
		fc.assert(
			fc.property(directories, (directory) => {
				const bytes = Buffer.byteLength(JSON.stringify(baseline(subject(), directory, 'node')));
				expect(bytes).toBeLessThanOrEqual(27 * directory.size + 250);
			}),
		));

	it('does not depend on the order in which 1Password lists', () =>
		fc.assert(
			fc.property(directories, (directory) => {
				const memory = baseline('subject', directory, 'node');
				const reversed: Directory = new Map([...directory].reverse());
				expect(nextMemory(memory, reversed, 0)).toBe(memory);
			}),
		));
});

describe('the memory', () => {
	const one: Directory = new Map([['A', { state: 'SUSPENDED', watched: true }]]);

	it('is in the same round after the same events, however many polls reported them', () => {
		const memory = baseline('subject', new Map(), 'node');

		expect(nextMemory(memory, one, 2).round).toBe(2);
		expect(nextMemory(nextMemory(memory, one, 1), one, 1).round).toBe(2);
		expect(nextMemory(memory, one, 0)).toMatchObject({ round: 0, users: { '+SUSPENDED': 'A' } });
	});

	it('has one series where it begins twice within a minute, and otherwise one of its own', () => {
		const seriesOf = (of: string, node: string, now: number) => baseline(of, one, node, now).series;
		const minute = 60_000;

		const series = seriesOf('subject', 'node', 5 * minute);

		expect(series).toMatch(/^[0-9a-f]{8}$/);
		expect(seriesOf('subject', 'node', 6 * minute - 1)).toBe(series);
		expect(seriesOf('subject', 'node', 6 * minute)).not.toBe(series);
		expect(seriesOf('another', 'node', 5 * minute)).not.toBe(series);
		expect(seriesOf('subject', 'another', 5 * minute)).not.toBe(series);
	});

	it('takes the time of its series from the clock', () => {
		jest.spyOn(Date, 'now').mockReturnValueOnce(0);

		expect(baseline('subject', one, 'node').series).toBe(baseline('subject', one, 'node', 0).series);
	});

	it('has the form that earlier versions have stored', () => {
		expect(MEMORY_KEY).toBe('onePasswordUsers');
		expect(baseline('subject', one, 'node', 0)).toEqual({
			v: 1,
			of: 'subject',
			series: expect.stringMatching(/^[0-9a-f]{8}$/) as string,
			round: 0,
			users: { '+SUSPENDED': 'A' },
		});
		expect(subject()).toMatch(/^[0-9a-f]{16}$/);
	});

	it('is stored anew when somebody moves to another group, or a group appears or disappears', () => {
		const of = (...users: Array<[string, string]>): Directory =>
			new Map(users.map(([id, state]) => [id, { state, watched: true }]));
		const memory = baseline('subject', of(['A', 'SUSPENDED'], ['B', 'ACTIVE']), 'node');

		for (const directory of [
			of(['A', 'ACTIVE'], ['B', 'SUSPENDED']),
			of(['A', 'SUSPENDED']),
			of(['A', 'SUSPENDED'], ['B', 'OTHER']),
			of(['A', 'SUSPENDED'], ['B', 'ACTIVE'], ['C', 'OTHER']),
		])
			expect(directoryOf(nextMemory(memory, directory, 0))).toEqual(directory);
	});

	const valid = baseline('subject', one, 'node');
	it.each([
		{ ...valid, v: 2 },
		{ ...valid, v: undefined },
		{ ...valid, of: 1 },
		{ ...valid, series: undefined },
		{ ...valid, round: 'one' },
		{ ...valid, round: 1.5 },
		{ ...valid, series: 7 },
		{ ...valid, users: null },
		{ ...valid, users: 'A' },
		{ ...valid, users: { '+SUSPENDED': 'A', ACTIVE: 'B' } },
		{ ...valid, users: { '+SUSPENDED': 'A', '-ACTIVE': null } },
		{ ...valid, users: { 'x+SUSPENDED': 'A' } },
		{ ...valid, users: [] },
		{ ...valid, users: { SUSPENDED: 'A' } },
		{ ...valid, users: { '+SUSPENDED': ['A'] } },
		'text',
		7,
		null,
	])('is not taken for one when it is not of this version, such as %j', (stored) => {
		expect(isMemory(throughJson(stored))).toBe(false);
	});
});

describe('what a memory is about', () => {
	it.each([
		['host', { origin: 'https://api.1password.eu', accountId: 'A' }, ['user.suspended'], undefined],
		['account', { origin: 'https://api.1password.com', accountId: 'B' }, ['user.suspended'], undefined],
		['events', { origin: 'https://api.1password.com', accountId: 'A' }, ['user.added'], undefined],
		['filter', { origin: 'https://api.1password.com', accountId: 'A' }, ['user.suspended'], 'b.test'],
	] as const)('changes with the %s', (_what, settings, events, emailDomain) => {
		expect(subjectOf(settings, { events: [...events], emailDomain })).not.toBe(subject());
		expect(subject()).toBe(subject());
	});
});

function subject(): string {
	return subjectOf({ origin: 'https://api.1password.com', accountId: 'A' }, { events: ['user.suspended'] });
}
