import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REASONS } from '../../../nodes/OnePasswordUsers/common/ItemError';

const ROOT = join(__dirname, '../../..');
const SCHEMAS = globSync('nodes/OnePasswordUsers/__schema__/**/*.json', { cwd: ROOT }).sort();

/** The words in the first column of README's table of reasons. */
function reasonsInReadme(): string[] {
	const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
	const [, table = ''] = /^\| Reason .*\n\|[ |-]+\|\n((?:\|.*\n)+)/m.exec(readme) ?? [];
	const cells = table.split('\n').map((row) => row.split('|')[1] ?? '');
	return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, reason = '']) => reason));
}

interface Schema {
	properties: Record<string, { type: string; enum?: string[] }>;
}

describe('the reasons why an item can fail', () => {
	it('are those that the README lists, each once', () => {
		expect(reasonsInReadme().sort()).toEqual([...REASONS].sort());
	});

	it.each(SCHEMAS)('are offered for mapping before the first run, as is the error: %s', (file) => {
		const { properties } = JSON.parse(readFileSync(join(ROOT, file), 'utf8')) as Schema;

		expect(Object.keys(properties).slice(-2)).toEqual(['error', 'reason']);
		expect(properties['reason']).toEqual({ type: 'string', enum: REASONS });
	});
});
