import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { name, scripts, version } from '../../package.json';

const ROOT = join(__dirname, '../..');

interface Ended {
	code: number;
	stdout: string;
	stderr: string;
}

/** Git tells its hooks which repository to use, and would use it for the ones that are made here. */
const outsideGit = (): NodeJS.ProcessEnv =>
	Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')));

async function run(file: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
	return await promisify(execFile)(file, args, {
		env: { ...outsideGit(), GITHUB_REPOSITORY: '', ...env },
	}).then(
		(output) => ({ code: 0, ...output }),
		(failure: Ended) => failure,
	);
}

describe('what refuses to publish a placeholder', () => {
	const REAL = 'someone/n8n-nodes-1password-users';
	let folder: string;

	/** A checkout in which the owner has replaced what they have to. */
	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'placeholders-'));
		const repository = { type: 'git', url: `git+https://github.com/${REAL}.git` };
		await writeFile(join(folder, 'package.json'), JSON.stringify({ name, repository }));
		await run('git', ['init', '--quiet', folder]);
		await run('git', ['-C', folder, 'add', '.']);
	});
	afterEach(async () => await rm(folder, { recursive: true }));

	const check = async (env?: NodeJS.ProcessEnv) => await run(join(ROOT, '.ci/placeholders'), [folder], env);

	it('lets a package pass that names its owner', async () => {
		expect(await check({ GITHUB_REPOSITORY: REAL })).toMatchObject({ code: 0, stdout: '', stderr: '' });
	});

	it.each([
		['the address of the repository', 'see github.com/n8n-nodes-1password-users/n8n-nodes-1password-users'],
		[
			'the address of a picture',
			'githubusercontent.com/n8n-nodes-1password-users/n8n-nodes-1password-users/main',
		],
		['the email of the author', 'maintainers@n8n-nodes-1password-users.example'],
	])('names the file and the line with %s', async (_, text) => {
		await mkdir(join(folder, 'docs'));
		await writeFile(join(folder, 'docs', 'page.md'), `first line\n${text}\n`);
		await run('git', ['-C', folder, 'add', '.']);

		const { code, stdout, stderr } = await check();
		expect(code).toBe(1);
		expect(stdout).toMatch(/^docs\/page\.md:2:/);
		expect(stderr).toMatch(/RELEASING\.md/);
	});

	it('refuses a folder whose files git does not know, where it would find nothing', async () => {
		await rm(join(folder, '.git'), { recursive: true });
		const withoutGit = await check();
		await run('git', ['init', '--quiet', folder]);
		const withoutFiles = await check();

		for (const { code, stderr } of [withoutGit, withoutFiles]) {
			expect(code).toBe(1);
			expect(stderr).toMatch(/Publish from a checkout of the repository/);
		}
	});

	it('runs first when npm publishes', () => {
		expect(scripts.prepublishOnly).toMatch(/^\.ci\/placeholders && /);
	});

	it('refuses another repository than the one that publishes', async () => {
		const { code, stderr } = await check({ GITHUB_REPOSITORY: 'somebody-else/fork' });

		expect(code).toBe(1);
		expect(stderr).toMatch(/another repository than somebody-else\/fork/);
	});
});

describe('the notes of a release', () => {
	let folder: string;
	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'release-notes-'));
		await cp(join(ROOT, '.ci/release-notes'), join(folder, '.ci', 'release-notes'));
	});
	afterEach(async () => await rm(folder, { recursive: true }));

	const notesOf = async (wanted: string, changelog: string) => {
		await writeFile(join(folder, 'CHANGELOG.md'), changelog);
		return await run(join(folder, '.ci', 'release-notes'), [wanted]);
	};
	const CHANGELOG = `# Changelog

## [Unreleased]

- Not yet.

## [0.2.0] - 2026-01-02

### Added

- This.

## [0.2.0-beta.1] - 2026-01-01

- That.

[0.2.0]: https://example.com/0.2.0
`;

	it('are the section of the version, and nothing else', async () => {
		const { code, stdout } = await notesOf('0.2.0', CHANGELOG);

		expect([code, stdout.trim()]).toEqual([0, '### Added\n\n- This.']);
	});

	it('of the last version end before the links', async () => {
		const { stdout } = await notesOf('0.2.0-beta.1', CHANGELOG);

		expect(stdout.trim()).toBe('- That.');
	});

	it.each(['0.3.0', '0.2'])('fail for a version that the changelog does not have: %s', async (wanted) => {
		const { code, stderr } = await notesOf(wanted, CHANGELOG);

		expect(code).toBe(1);
		expect(stderr).toBe(`CHANGELOG.md has no section about ${wanted}.\n`);
	});

	it('exist for the version of this package', async () => {
		const { code } = await run(join(ROOT, '.ci/release-notes'), [version]);

		expect(code).toBe(0);
	});
});
