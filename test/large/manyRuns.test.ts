import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { startSandbox } from '../strictSandbox.ts';
import { get, suspend } from '../integration/n8n/parameters';
import { credentialFor, runNode } from '../integration/n8n/runNode';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const MEGABYTE = 2 ** 20;

/** Each request has a minute, and something in memory until it is over: here a minute is a second. */
const timeout = AbortSignal.timeout.bind(AbortSignal);
beforeAll(() => (AbortSignal.timeout = (ms) => timeout(ms / 60)));
afterAll(() => (AbortSignal.timeout = timeout));

it('memory after 1,000 runs is what it was after 100', async () => {
	const sandbox = await startSandbox({ users: 20, suspendedShare: 0 });
	const credential = credentialFor(sandbox);
	const [, ana, bob] = sandbox.users;
	/** Bytes that are in use after so many runs, of the node alone: the sandbox forgets them. */
	const bytesAfter = async (runs: number) => {
		for (let run = 0; run < runs; run += 2) {
			await runNode(sandbox, { parameters: get('email', ana!.email), credential });
			await runNode(sandbox, { parameters: suspend('email', bob!.email), credential });
			sandbox.clearRequests();
		}
		await sleep(1100);
		for (let round = 0; round < 5; round++) {
			collectGarbage();
			await sleep(1);
		}
		return process.memoryUsage().heapUsed;
	};
	const after100 = await bytesAfter(100);
	const after1000 = await bytesAfter(900);
	await sandbox.close();

	expect((after1000 - after100) / MEGABYTE).toBeLessThan(2);
}, 120_000);
