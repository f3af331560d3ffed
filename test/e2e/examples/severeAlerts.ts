import assert from 'node:assert/strict';
import { BREAK_GLASS } from '../../../testbed/account.ts';
import { ActiveExample } from '../../../testbed/n8n/ActiveExample.ts';
import type { SuiteTestbed } from '../SuiteTestbed.ts';
import { requestsFromNow } from './requestsFromNow.ts';

const FILE = 'siem-alert-suspend-by-email.json';
const EMAIL = 'sid@example.com';

/** "SIEM alert → suspend by email": what is severe enough suspends, and the SIEM is told why the rest does not. */
export async function suspendsWhatIsSevereEnough(suite: SuiteTestbed): Promise<void> {
	const { sandbox } = suite;
	const { id } = sandbox.addUser({ email: EMAIL });
	const example = await ActiveExample.import(suite, FILE);
	const outcomeOf = async (alert: object) => (await example.call<{ outcome: string }>(alert)).outcome;
	const suspensions = requestsFromNow(sandbox, 'suspend');

	const refused: Array<[alert: object, outcome: RegExp]> = [
		[{ severity: 'low', user: { email: EMAIL } }, /not severe enough \(severity: low\)/],
		[{ user: { email: EMAIL } }, /not severe enough \(severity: none\)/],
		[{}, /^Not suspended: the alert names nobody\. Send \{/],
		[{ severity: 'high', user: {} }, /^Not suspended: the alert names nobody/],
		[{ severity: 'high', user: { email: 'sid' } }, /^Not suspended: "sid" is not an email\.$/],
		[{ severity: 'high', user: { email: 'nobody@example.com' } }, /^Not suspended: nobody in this account/],
		[{ severity: 'high', user: { email: BREAK_GLASS } }, /^Not suspended: .+protected/],
	];
	for (const [alert, outcome] of refused) assert.match(await outcomeOf(alert), outcome);
	assert.deepEqual(suspensions(), []);

	const severe = { severity: 'high', user: { email: EMAIL } };
	sandbox.setManagedAdministrator(id);
	assert.match(
		await outcomeOf(severe),
		/^Not suspended: .*sid@example\.com.+externally managed administrator/s,
		'what the node says is passed on',
	);
	sandbox.changeUser(id, { kind: 'member' });
	sandbox.fault({ match: 'GET', times: Infinity, status: 403 });
	assert.match(
		await outcomeOf(severe),
		/^Not suspended: .+ lacks the permission "List users"/s,
		'with its advice',
	);
	sandbox.clearFaults();
	assert.equal(sandbox.user(id).state, 'ACTIVE');

	assert.equal(await outcomeOf({ severity: 'High', user: { email: EMAIL } }), `Suspended ${EMAIL}.`);
	assert.equal(sandbox.user(id).state, 'SUSPENDED');
	assert.match(await outcomeOf({ severity: 'critical', email: EMAIL }), /was suspended already/);
}
