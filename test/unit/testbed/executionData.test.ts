import { stringify } from 'flatted';
import { filesOf, outputOf } from '../../../testbed/n8n/executionData.ts';

/** What n8n stores of nodes that ran: `null` stands for an output without items. */
const executionOf = (runData: Record<string, unknown>) => ({
	data: stringify({ resultData: { runData } }),
});
const item = (json: unknown) => ({ json, pairedItem: { item: 0 } });

describe('outputOf', () => {
	it('gives the items of the first output, run after run', () => {
		const execution = executionOf({
			Users: [
				{ data: { main: [[item({ id: 'A' }), item({ id: 'B' })], [item({ id: 'failed' })]] } },
				{ data: { main: [[item({ id: 'C' })]] } },
			],
			Other: [{ data: { main: [[item({ id: 'other' })]] } }],
		});

		expect(outputOf(execution, 'Users')).toEqual([{ id: 'A' }, { id: 'B' }, { id: 'C' }]);
	});

	it.each([
		['has not run', {}],
		['has failed', { Users: [{ error: { message: 'No.' } }] }],
		['has put out nothing', { Users: [{ data: { main: [null, []] } }] }],
		['has put out nothing but failures', { Users: [{ data: { main: [[], [item({ id: 'failed' })]] } }] }],
	])('gives nothing where the node %s', (_, runData) => {
		expect(outputOf(executionOf(runData), 'Users')).toEqual([]);
	});

	it('gives nothing of an execution that has not begun', () => {
		expect(outputOf({ data: stringify({}) }, 'Users')).toEqual([]);
	});

	it('gives what is there twice in full each time', () => {
		const user = { id: 'A' };

		expect(
			outputOf(executionOf({ Users: [{ data: { main: [[item(user), item(user)]] } }] }), 'Users'),
		).toEqual([user, user]);
	});
});

describe('filesOf', () => {
	it('gives every file of the first output', () => {
		const file = (id: string) => ({ id, fileName: `${id}.csv`, mimeType: 'text/csv' });
		const first = { ...item({}), binary: { report: file('1'), errors: file('2') } };
		const main = [[first, item({})], [{ ...item({}), binary: { report: file('3') } }]];

		expect(filesOf(executionOf({ Report: [{ data: { main } }] }), 'Report')).toEqual([file('1'), file('2')]);
	});
});
