import { Command } from 'commander';
import { startSandbox, type Sandbox } from '../sandbox/server.ts';
import { ALL_EVENTS, STATE_EVENTS, suspendedOf, type Measurement } from './trigger/cases.ts';
import { measure } from './trigger/measure.ts';
import { table } from './trigger/table.ts';
import { judgeBytes, judgeGrowth, judgeRequests } from './trigger/verdict.ts';

const SIZES = [1_000, 10_000, 100_000, 300_000];
const QUICK_SIZES = SIZES.slice(0, 2);
const SUSPENDED_SHARE = 0.01;
/** As many as the smallest account has. */
const FEW_SUSPENDED = 10;

const program = new Command('npm run bench:trigger --')
	.description(
		'Measures what a poll of the trigger costs, on this machine only: the built trigger with n8n-core in a process of ' +
			'its own, a sandbox instead of 1Password, accounts of 1,000 to 300,000 users with 1 % suspended.',
	)
	.option('--quick', 'the two smaller accounts only')
	.allowExcessArguments(false);

async function measureAccount(users: number): Promise<{ share: Measurement[]; few: Measurement }> {
	const sandbox = await startSandbox({ users, suspendedShare: SUSPENDED_SHARE });
	try {
		const share = [await measure(sandbox, STATE_EVENTS), await measure(sandbox, ALL_EVENTS)];
		reactivateAllBut(FEW_SUSPENDED, sandbox);
		return { share, few: await measure(sandbox, STATE_EVENTS) };
	} finally {
		await sandbox.close();
	}
}

function reactivateAllBut(few: number, sandbox: Sandbox): void {
	for (const { id } of suspendedOf(sandbox).slice(few)) sandbox.changeUser(id, { state: 'ACTIVE' });
}

const { quick = false } = program.parse().opts<{ quick?: boolean }>();
const share: Measurement[] = [];
const few: Measurement[] = [];
for (const users of quick ? QUICK_SIZES : SIZES) {
	console.error(`Measuring an account of ${users.toLocaleString('en-US')} users …`);
	const account = await measureAccount(users);
	share.push(...account.share);
	few.push(account.few);
}
console.log(`\nOne percent of the account is suspended:\n\n${table(share)}`);
console.log(`\n${FEW_SUSPENDED} users are suspended, however large the account:\n\n${table(few)}\n`);
const all = [...share, ...few];
const verdicts = [judgeGrowth(few), judgeRequests(all), judgeBytes(all)];
for (const { kept, text } of verdicts) console.log(`${kept ? '✔' : '✘'} ${text}`);
if (verdicts.some(({ kept }) => !kept)) process.exitCode = 1;
