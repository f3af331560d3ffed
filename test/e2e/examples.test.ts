import { test } from 'node:test';
import { activeMember } from '../../testbed/account.ts';
import { ChattingAgent } from './examples/ChattingAgent.ts';
import { AuditedLeavers } from './examples/AuditedLeavers.ts';
import { SuspensionWatch } from './examples/SuspensionWatch.ts';
import { auditsAccess } from './examples/auditsAccess.ts';
import { exampleFiles, isFitToImport } from './examples/exampleFiles.ts';
import { TimedSuspension } from './examples/TimedSuspension.ts';
import { LeaverList } from './examples/LeaverList.ts';
import { sendsInventory } from './examples/sendsInventory.ts';
import { suspendsWhatIsSevereEnough } from './examples/severeAlerts.ts';
import { SiemAlerts } from './examples/SiemAlerts.ts';
import { SuiteTestbed } from './SuiteTestbed.ts';

void test('the example files', async (t) => {
	for (const file of await exampleFiles()) await t.test(file, async () => await isFitToImport(file));
});

void test('the example workflows', { timeout: 600_000 }, async (t) => {
	await using suite = await SuiteTestbed.start(t);
	await using cleanup = new AsyncDisposableStack();

	await suite.step('access audit: reports every difference', async () => await auditsAccess(suite));

	let audited: AuditedLeavers;
	await suite.step('audit, then suspend: who was shown is suspended', async () => {
		audited = cleanup.use(await AuditedLeavers.import(suite));
		await audited.suspendsWhoWasShown();
	});
	await suite.step('audit, then suspend: too many are refused', async () => {
		await audited.suspendsNobodyWhereTooManyHaveLeft();
	});

	// What takes its time is begun now, and looked at when everything else is done.
	let suspension: TimedSuspension;
	await suite.step('for some hours: suspends, and says what is unclear', async () => {
		suspension = await TimedSuspension.begin(suite);
	});
	await suite.step(
		'for some hours: a restart does not forget',
		async () => await suspension.survivesARestart(),
	);
	let watch: SuspensionWatch;
	await suite.step('someone was suspended: watches', async () => {
		watch = await SuspensionWatch.begin(suite);
	});

	await suite.step('SIEM alert: suspends what is severe enough', async () => {
		await suspendsWhatIsSevereEnough(suite);
	});

	let shortWait: SiemAlerts;
	const patty = suite.sandbox.addUser({ email: 'patty@example.com' });
	await suite.step('SIEM alert: asks, and gives one second to decide', async () => {
		shortWait = await SiemAlerts.importWithShortWait(suite);
		await shortWait.send(patty);
	});

	let alerts: SiemAlerts;
	await suite.step('SIEM alert: whom a person approves is suspended, from each payload', async () => {
		alerts = await SiemAlerts.import(suite);
		await alerts.suspendsWhomAPersonApproves();
	});
	await suite.step('SIEM alert: whom a person declines stays active', async () => {
		await alerts.leavesAloneWhomAPersonDeclines();
	});
	await suite.step('SIEM alert: where there is nothing to decide, the answer says why', async () => {
		await alerts.saysWhyThereIsNothingToDecide();
	});

	if (ChattingAgent.canRunOn(suite.installed.version)) {
		let agent: ChattingAgent;
		await suite.step('AI agent: answers who is active', async () => {
			agent = cleanup.use(await ChattingAgent.import(suite));
			await agent.answersWhoIsActive();
		});
		await suite.step('AI agent: suspends only if a person approves', async () => {
			await agent.suspendsOnlyIfAPersonApproves(activeMember(suite.sandbox));
		});
		await suite.step('AI agent: suspends no protected user, even after a yes', async () => {
			await agent.suspendsNoProtectedUser();
		});
	}

	let leavers: LeaverList;
	await suite.step('leaver list: who was shown is suspended', async () => {
		leavers = await LeaverList.import(suite);
		await leavers.suspendsWhoWasShown();
	});
	await suite.step('leaver list: without a yes nobody is suspended', async () => {
		await leavers.suspendsNobodyWithoutAYes();
	});
	await suite.step('leaver list: a wrong list suspends nobody', async () => {
		await leavers.suspendsNobodyWhereTheListIsWrong();
	});
	await suite.step('leaver list: passes on what the node says', async () => {
		await leavers.passesOnWhatTheNodeSays();
	});

	await suite.step('SIEM alert: whom nobody decides about stays active', async () => {
		await shortWait.leavesAloneWhereNobodyDecides(patty);
	});
	await suite.step('for some hours: reactivates after them', async () => await suspension.ends());
	await suite.step('someone was suspended: tells who', async () => await watch.reports());
	// The last, because it lists everybody again and again.
	await suite.step('nightly inventory: sends everybody', async () => await sendsInventory(suite));
});
