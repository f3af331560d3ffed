import assert from 'node:assert/strict';
import type { AuditReply } from '../../../testbed/n8n/AuditReply.ts';
import { withParameters } from '../../../testbed/n8n/workflow.ts';
import { filesOf } from '../../../testbed/n8n/executionData.ts';
import { BREAK_GLASS } from '../../../testbed/account.ts';
import type { SandboxUser } from '../../../sandbox/server.ts';
import type { SuiteTestbed } from '../SuiteTestbed.ts';
import { FileServer } from './FileServer.ts';
import { ActiveExample } from '../../../testbed/n8n/ActiveExample.ts';
import { requestsFromNow } from './requestsFromNow.ts';

const FILE = 'access-audit.json';
const ACTIVE = 'active, but not in the roster';
const SUSPENDED = 'suspended, but still in the roster';
const MISSING = 'in the roster, but not in 1Password';

/** A name as people choose it who want others' programs to run it. */
const HOSTILE_NAME = '=HYPERLINK("http://x")<img src=x>,-1';

/** What a spreadsheet program puts first in a file. */
const BYTE_ORDER_MARK = '\uFEFF';

/** A roster as a spreadsheet program saves it; emails of every other user are in capitals. */
function rosterOf(users: readonly SandboxUser[], ...more: string[]): string {
	const emails = users.map(({ email = '' }, index) => (index % 2 === 0 ? email.toUpperCase() : ` ${email} `));
	const lines = [...emails, ...more].map((email, index) => `${index},"Doe, ""JD"" ${index}",${email}`);
	return [`${BYTE_ORDER_MARK}number,name,E-Mail`, ...lines].join('\r\n').replace('E-Mail', 'Email');
}

/** "Access audit": every difference is in the report and in the CSV file, none is no trouble, and no roster is. */
export async function auditsAccess(suite: SuiteTestbed): Promise<void> {
	await using roster = await FileServer.start();
	const { sandbox } = suite;
	const example = await ActiveExample.import(suite, FILE, {
		activate: ['On Demand'],
		fillIn: (workflow) => withParameters(workflow, 'Download the Roster', { url: roster.url }),
	});
	// Protected users are left out, although they are not in the roster.
	const users = sandbox.users.filter(({ email }) => email !== BREAK_GLASS).map((user) => ({ ...user }));
	const suspended = users.filter(({ state }) => state === 'SUSPENDED');
	const [gone, ...others] = users.filter(({ state }) => state === 'ACTIVE');
	assert(gone && suspended.length > 0);
	const stranger = sandbox.addUser({ email: 'eve@example.com', display_name: HOSTILE_NAME });
	const requests = requestsFromNow(sandbox, '/');

	roster.csv = rosterOf([...others, ...suspended], 'new.person@example.com');
	const { counts, text, html, findings } = await example.call<AuditReply>();
	const row = (finding: string, { email, display_name: name, state, id }: Partial<SandboxUser>) => ({
		finding,
		email,
		name: name ?? '',
		state: state ?? '',
		id: id ?? '',
	});
	const expected = [
		row(ACTIVE, gone),
		row(ACTIVE, stranger),
		row(MISSING, { email: 'new.person@example.com' }),
		...suspended.map((user) => row(SUSPENDED, user)),
	];
	assert.deepEqual(findings.map(inOneCase), expected.map(inOneCase));
	assert.deepEqual(counts, {
		in_1password: users.length + 1,
		in_roster: others.length + suspended.length + 1,
		active_not_in_roster: 2,
		suspended_in_roster: suspended.length,
		not_in_1password: 1,
		state_unknown: 0,
	});
	assert.match(
		text,
		/^2 active in 1Password, but not in the roster; .+; 1 in the roster, but not in 1Password\.$/,
	);
	const [before = '', table = ''] = html.split('<table');
	assert.match(before, /<b>2<\/b> active in 1Password/, 'the counts come first');
	assert.equal(table.split('<tr').length - 1, expected.length + 1, 'a header, and a row for each finding');
	assert(
		table.includes('&lt;img src=x&gt;') && !html.includes('<img'),
		'HTML in a name is shown, not obeyed',
	);
	const csv = await csvFile(suite, example);
	assert.match(csv, /^(\uFEFF)?finding,email,name,state,id\r?\n/);
	assert.equal(csv.trimEnd().split('\n').length, expected.length + 1);
	const harmless = `"'=HYPERLINK(""http://x"")<img src=x>,'-1"`;
	assert(csv.includes(harmless), 'no spreadsheet takes part of the name for a formula');
	const asked = requests().map(({ operation }) => operation);
	assert.deepEqual(
		asked.filter((operation) => operation !== 'token'),
		['list'],
		'one listing, nothing else',
	);

	sandbox.removeUser(stranger.id);
	roster.csv = rosterOf([gone, ...others]);
	const agreed = await example.call<AuditReply>();
	assert.deepEqual(agreed.findings, []);
	assert.equal(agreed.counts.in_roster, users.length - suspended.length);
	assert.equal(agreed.counts.in_1password, users.length);
	assert.match(agreed.html, /no differences/);

	roster.csv = `${BYTE_ORDER_MARK}number,name,Email\r\n`;
	await assert.rejects(example.call(), 'an empty roster is no audit');
	await example.latest('error');
}

/** The file of the latest audit. */
async function csvFile(suite: SuiteTestbed, example: ActiveExample): Promise<string> {
	const [file] = filesOf(await example.latest('success'), 'Make a CSV File');
	assert(file, 'there is no file');
	assert.match(file.fileName, /^access-audit-\d{4}-\d\d-\d\d\.csv$/);
	return await suite.n8n.readFile(file);
}

/** The roster's spelling of emails does not matter. */
const inOneCase = <Row extends { email?: string }>(row: Row) => ({ ...row, email: row.email?.toLowerCase() });
