import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { homepage } from '../../package.json';

const ROOT = join(__dirname, '../..');
const DOCUMENTS = globSync(['*.md', 'docs/**/*.md', 'examples/**/*.md', '.github/*.md'], {
	cwd: ROOT,
}).sort();

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

/** The targets of a document's links and pictures. */
function targetsOf(file: string): string[] {
	const prose = proseOf(file);
	const links = prose.matchAll(/\]\(([^)\s]+)\)/g);
	const attributes = prose.matchAll(/\b(?:src|srcset|href)="([^"]+)"/g);
	return [...links, ...attributes].map(([, target = '']) => target);
}

/** Where GitHub serves the files of this project: npm's page leaves the relative addresses of a <picture> as they are. */
const SERVED = `https://raw.githubusercontent.com/${new URL(homepage).pathname.slice(1)}/main/`;

/** Whether a target exists: a file of this project, a heading of one, or a well-formed address elsewhere. */
function exists(file: string, target: string): boolean {
	if (target.startsWith(SERVED)) return existsSync(join(ROOT, target.slice(SERVED.length)));
	if (/^[a-z]+:/i.test(target)) return /^(https:|mailto:)/.test(target) && URL.canParse(target);
	const [path = '', anchor] = target.split('#', 2);
	const linked = path === '' ? file : join(dirname(file), path);
	if (!existsSync(join(ROOT, linked))) return false;
	return anchor === undefined || anchorsOf(linked).includes(anchor);
}

describe('the links of', () => {
	it('as many documents as there are', () => {
		expect(DOCUMENTS).toEqual(
			expect.arrayContaining(['CHANGELOG.md', 'CONTRIBUTING.md', 'README.md', 'RELEASING.md', 'SECURITY.md']),
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
		expect(exists('README.md', 'http://example.com')).toBe(false);
		expect(exists('README.md', `${SERVED}docs/images/audit.png`)).toBe(true);
		expect(exists('README.md', `${SERVED}docs/images/no-such-picture.png`)).toBe(false);
		expect(targetsOf('README.md').filter((target) => target.startsWith(SERVED))).toHaveLength(2);
	});
});
