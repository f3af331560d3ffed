import { execFile, spawnSync } from 'node:child_process';
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

/** An unpacked archive may be tested where there is no git; nothing is published from there. */
const withGit = spawnSync('git', ['--version']).status === 0 ? describe : describe.skip;

withGit('what refuses to publish a placeholder (skipped without git)', () => {
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
		['the author and the holder of the licence', 'Copyright (c) 2026 n8n-nodes-1password-users maintainers'],
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

describe('a release', () => {
	let folder: string;
	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'release-'));
		await cp(join(ROOT, '.ci'), join(folder, '.ci'), { recursive: true });
	});
	afterEach(async () => await rm(folder, { recursive: true }));

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

	describe('has notes that', () => {
		const notesOf = async (wanted: string, changelog: string) => {
			await writeFile(join(folder, 'CHANGELOG.md'), changelog);
			return await run(join(folder, '.ci', 'release-notes'), [wanted]);
		};

		it('are the section of the version, and nothing else', async () => {
			const { code, stdout } = await notesOf('0.2.0', CHANGELOG);

			expect([code, stdout.trim()]).toEqual([0, '### Added\n\n- This.']);
		});

		it('end before the links, where the version is the last one', async () => {
			const { stdout } = await notesOf('0.2.0-beta.1', CHANGELOG);

			expect(stdout.trim()).toBe('- That.');
		});

		it('go on behind code that looks like a heading or a link', async () => {
			const code = '````md\n## [0.1.0] - 2025-01-01\n```\n## Title\n[a]: b\n````\n\n- After the code.';
			const { stdout } = await notesOf('0.2.0', CHANGELOG.replace('- This.', code));

			expect(stdout.trim()).toBe(`### Added\n\n${code}`);
		});

		it.each(['0.3.0', '0.2', '0x2.0'])('are missing for a version without a section: %s', async (wanted) => {
			const { code, stdout, stderr } = await notesOf(wanted, CHANGELOG);

			expect([code, stdout]).toEqual([1, '']);
			expect(stderr).toBe(
				`CHANGELOG.md has no section "## [${wanted}] - " with a date such as 2026-12-01.\n`,
			);
		});

		it.each([
			'## [0.2.0]',
			'## [0.2.0] - soon',
			'## [0.2.0] - 2026-13-01',
			'## [0.2.0] - 2026-01-02 (maybe)',
		])('are missing where the heading has no date: %s', async (heading) => {
			const { code, stderr } = await notesOf('0.2.0', CHANGELOG.replace(/^## \[0\.2\.0\].*$/m, heading));

			expect(code).toBe(1);
			expect(stderr).toMatch(/no section "## \[0\.2\.0\] - " with a date/);
		});

		it.each([
			['### Added\n\n', '### Added'],
			['### Added\n\n- This.\n\n### Fixed\n', '### Fixed'],
			['### Added\n\n### Fixed\n\n- That.\n', '### Added'],
			['\n', '## [0.2.0] - 2026-01-02'],
		])('are refused where a heading has no entry: %j', async (section, heading) => {
			const changelog = CHANGELOG.replace('### Added\n\n- This.\n', section);
			const { code, stdout, stderr } = await notesOf('0.2.0', changelog);

			expect([code, stdout]).toEqual([1, '']);
			expect(stderr).toBe(`CHANGELOG.md has nothing below "${heading}".\n`);
		});

		it('exist for the version of this package', async () => {
			const { code } = await run(join(ROOT, '.ci/release-notes'), [version]);

			expect(code).toBe(0);
		});
	});

	describe('has a tag that', () => {
		const check = async (tag: string, version: string) => {
			await writeFile(join(folder, 'CHANGELOG.md'), CHANGELOG);
			await writeFile(join(folder, 'package.json'), JSON.stringify({ version }));
			return await run(join(folder, '.ci', 'check-tag'), [tag]);
		};

		it('is the version of package.json, which the changelog is about', async () => {
			expect(await check('v0.2.0', '0.2.0')).toEqual({ code: 0, stdout: '', stderr: '' });
		});

		it.each([
			['a prerelease', 'v0.2.0-beta.1', '0.2.0-beta.1', /^v0\.2\.0-beta\.1 .*Prereleases are not published/],
			['no version', 'version-2', '0.2.0', /^version-2 is not the tag of a release/],
			['another version than that of package.json', 'v0.2.0', '0.2.1', /package\.json has version 0\.2\.1/],
			['a version that the changelog is not about', 'v0.3.0', '0.3.0', /CHANGELOG\.md has no section/],
		])('is not %s', async (_, tag, version, message) => {
			const { code, stderr } = await check(tag, version);

			expect(code).toBe(1);
			expect(stderr).toMatch(message);
		});
	});
});
