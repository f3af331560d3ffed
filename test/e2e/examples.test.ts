import { test } from 'node:test';
import { activeMember } from '../../demo/siemAlert.ts';
import { ChattingAgent } from './examples/agent.ts';
import { SuspensionWatch } from './examples/alarm.ts';
import { auditsAccess } from './examples/audit.ts';
import { exampleFiles, isFitToImport } from './examples/files.ts';
import { TimedSuspension } from './examples/hours.ts';
import { LeaverList } from './examples/leavers.ts';
import { SiemAlerts } from './examples/siem.ts';
import { Stage } from './Stage.ts';

void test('the example files', async (t) => {
	for (const file of await exampleFiles()) await t.test(file, async () => await isFitToImport(file));
});

void test('the example workflows', { timeout: 600_000 }, async (t) => {
	await using stage = await Stage.start(t);
	await using cleanup = new AsyncDisposableStack();

	await stage.step('access audit: reports every difference', async () => await auditsAccess(stage));

	// What takes its time is begun now, and looked at when everything else is done.
	let suspension: TimedSuspension;
	await stage.step('for some hours: suspends, and says what is unclear', async () => {
		suspension = await TimedSuspension.begin(stage);
	});
	await stage.step(
		'for some hours: a restart does not forget',
		async () => await suspension.survivesARestart(),
	);
	let watch: SuspensionWatch;
	await stage.step('someone was suspended: watches', async () => {
		watch = await SuspensionWatch.begin(stage);
	});

	let impatient: SiemAlerts;
	const patty = stage.sandbox.addUser({ email: 'patty@example.com' });
	await stage.step('SIEM alert: asks people who must decide at once', async () => {
		impatient = await SiemAlerts.importImpatient(stage);
		await impatient.send(patty);
	});

	let alerts: SiemAlerts;
	await stage.step('SIEM alert: whom a person approves is suspended, from each payload', async () => {
		alerts = await SiemAlerts.import(stage);
		await alerts.suspendsWhomAPersonApproves();
	});
	await stage.step('SIEM alert: whom a person declines stays active', async () => {
		await alerts.leavesAloneWhomAPersonDeclines();
	});
	await stage.step('SIEM alert: where there is nothing to decide, the answer says why', async () => {
		await alerts.saysWhyThereIsNothingToDecide();
	});

	let agent: ChattingAgent;
	await stage.step('AI agent: answers who is active', async () => {
		agent = cleanup.use(await ChattingAgent.import(stage, alerts));
		await agent.answersWhoIsActive();
	});
	await stage.step('AI agent: suspends only if a person approves', async () => {
		await agent.suspendsOnlyIfAPersonApproves(activeMember(stage.sandbox));
	});

	let leavers: LeaverList;
	await stage.step('leaver list: who was shown is suspended', async () => {
		leavers = await LeaverList.import(stage);
		await leavers.suspendsWhoWasShown();
	});
	await stage.step('leaver list: without a yes nobody is suspended', async () => {
		await leavers.suspendsNobodyWithoutAYes();
	});
	await stage.step('leaver list: a wrong list suspends nobody', async () => {
		await leavers.suspendsNobodyWhereTheListIsWrong();
	});

	await stage.step('SIEM alert: whom nobody decides about stays active', async () => {
		await impatient.leavesAloneWhereNobodyDecides(patty);
	});
	await stage.step('for some hours: reactivates after them', async () => await suspension.ends());
	await stage.step('someone was suspended: tells who', async () => await watch.reports());
});
