import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { homepage } from '../../package.json';

const ROOT = join(__dirname, '../..');
const DOCUMENTS = globSync(
	['*.md', '.github/**/*.md', '{bench,demo,docs,examples,sandbox,test,testbed}/**/*.md'],
	{
		cwd: ROOT,
		exclude: ['**/node_modules'],
	},
).sort();

/** Where links outside this project lead. Nothing is fetched, so another host is either wrong or new to this list. */
const HOSTS = [
	'creators.n8n.io',
	'developer.1password.com',
	'docs.n8n.io',
	'github.com',
	'img.shields.io',
	'keepachangelog.com',
	'n8n.io',
	'raw.githubusercontent.com',
	'semver.org',
];

/** What people read of a document: without code, in which brackets are no links. */
function proseOf(file: string): string {
	return readFileSync(join(ROOT, file), 'utf8')
		.replaceAll(/^```.*?^```/gms, '')
		.replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()]/g, ''));
}

/** The anchors of a document's headings, as GitHub and npm make them. */
function anchorsOf(file: string): string[] {
	const headings = [...proseOf(file).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => heading);
	return headings.map((heading) =>
		heading
			.toLowerCase()
			.replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
			.trim()
			.replaceAll(/\s/g, '-'),
	);
}

/** What stands for a target elsewhere in a document, as at the end of the changelog, with that target. */
function definitionsOf(file: string): Array<[string, string]> {
	const definitions = proseOf(file).matchAll(/^\[([^\]]+)\]: (\S+)$/gm);
	return [...definitions].map(([, name = '', target = '']) => [name, target]);
}

/** The targets of a document's links and pictures. */
function targetsOf(file: string): string[] {
	const prose = proseOf(file);
	const links = prose.matchAll(/\]\(([^)\s]+)\)/g);
	const attributes = prose.matchAll(/\b(?:src|srcset|href)="([^"]+)"/g);
	const defined = definitionsOf(file).map(([, target]) => target);
	return [...links, ...attributes].map(([, target = '']) => target).concat(defined);
}

const REPOSITORY = homepage.replace(/#.*$/, '');
/** Where GitHub serves the files of this project: npm's page leaves the relative addresses of a <picture> as they are. */
const SERVED = `https://raw.githubusercontent.com${new URL(REPOSITORY).pathname}/main/`;

/** Whether a target exists: a file of this project, a heading of one, or an address of a known host. */
function exists(file: string, target: string): boolean {
	if (target.startsWith(SERVED)) return existsSync(join(ROOT, target.slice(SERVED.length)));
	if (/^([a-z]+:|\/\/)/i.test(target))
		return (
			HOSTS.some((host) => target.startsWith(`https://${host}/`) || target === `https://${host}`) &&
			URL.canParse(target)
		);
	const [path = '', anchor] = target.split('#', 2);
	const linked = path === '' ? file : join(dirname(file), path);
	if (!existsSync(join(ROOT, linked))) return false;
	return anchor === undefined || anchorsOf(linked).includes(anchor);
}

describe('the links of', () => {
	it('as many documents as there are', () => {
		expect(DOCUMENTS).toEqual(
			expect.arrayContaining([
				...['CHANGELOG.md', 'CONTRIBUTING.md', 'README.md', 'RELEASING.md', 'SECURITY.md'],
				...['docs/troubleshooting.md', 'sandbox/README.md'],
			]),
		);
	});

	it.each(DOCUMENTS)('%s lead somewhere', (file) => {
		const broken = targetsOf(file).filter((target) => !exists(file, target));

		expect(broken).toEqual([]);
	});

	it('README.md are many, and a wrong one would be noticed', () => {
		expect(targetsOf('README.md').length).toBeGreaterThan(40);
		expect(exists('README.md', '#safeguards')).toBe(true);
		expect(exists('README.md', '#no-such-heading')).toBe(false);
		expect(exists('README.md', 'docs/images/no-such-picture.png')).toBe(false);
		expect(exists('README.md', 'https://docs.n8n.io/integrations/')).toBe(true);
		expect(exists('README.md', 'http://docs.n8n.io/integrations/')).toBe(false);
		expect(exists('README.md', '//docs.n8n.io/integrations/')).toBe(false);
		expect(exists('README.md', 'https://docs.n8n.io.example.com/')).toBe(false);
		expect(exists('README.md', `${SERVED}docs/images/audit.png`)).toBe(true);
		expect(exists('README.md', `${SERVED}docs/images/no-such-picture.png`)).toBe(false);
		expect(targetsOf('README.md').filter((target) => target.startsWith(SERVED))).toHaveLength(2);
	});

	it('CHANGELOG.md say for each version where its changes are', () => {
		const headings = [...proseOf('CHANGELOG.md').matchAll(/^## \[(.*?)\]/gm)].map(([, name = '']) => name);
		const [, newest = '', ...older] = headings;

		expect(definitionsOf('CHANGELOG.md')).toEqual([
			['Unreleased', `${REPOSITORY}/compare/v${newest}...HEAD`],
			...[newest, ...older].map((version, place): [string, string] => {
				const before = older[place];
				const page = before === undefined ? 'releases/tag/' : `compare/v${before}...`;
				return [version, `${REPOSITORY}/${page}v${version}`];
			}),
		]);
	});
});
