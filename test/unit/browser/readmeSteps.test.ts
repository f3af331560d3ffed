import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readmeSteps } from '../../e2e/browser/readmeSteps.ts';

const HEADING = 'Two minutes to the first suspended user';
const document = (...steps: string[]) =>
	[
		'# Package',
		'',
		'1. **Not this**',
		'',
		`## ${HEADING}`,
		'',
		...steps,
		'',
		'## Install',
		'',
		'1. Nor **this**',
	].join('\n');

describe('the steps of a README', () => {
	it('are what one presses, types and reads, each in its order', () => {
		const steps = readmeSteps(
			document(
				'1. [Install](#install) the package.',
				'2. Press **N**, type `1password`, open **1Password Users**.',
				'3. Select **Save**: n8n says “Connection tested”, then `"changed": true`.',
			),
			HEADING,
		);

		expect(steps).toEqual([
			{ labels: [], code: [], said: [] },
			{ labels: ['N', '1Password Users'], code: ['1password'], said: [] },
			{ labels: ['Save'], code: ['"changed": true'], said: ['Connection tested'] },
		]);
	});

	it('may go on in further lines', () => {
		expect(readmeSteps(document('1. Press **N**', '   and **Save**.'), HEADING)).toEqual([
			{ labels: ['N', 'Save'], code: [], said: [] },
		]);
	});

	it.each([
		['there is no such heading', document('1. Press **N**').replace(HEADING, 'Another heading')],
		['no step is below it', document('Press **N**')],
		['a number is missing', document('1. Press **N**', '3. Select **Save**')],
	])('are refused where %s', (_, readme) => {
		expect(() => readmeSteps(readme, HEADING)).toThrow(HEADING);
	});

	it('of this package are there', () => {
		const readme = readFileSync(join(__dirname, '../../../README.md'), 'utf8');

		expect(readmeSteps(readme, HEADING)).toHaveLength(6);
	});
});
