import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { cpus, platform, release, totalmem } from 'node:os';
import { readPackageJson } from '../../testbed/n8n/packPackage.ts';
import { median } from '../median.ts';

/** How busy the machine was with other things, and how many of us took turns. */
export interface Circumstances {
	n8nVersion: string;
	pairs: number;
	quick: boolean;
	/** load averages when it began, before anything of ours ran */
	loadBefore: number;
	/** what a small request takes through the line without n8n, by round trip */
	requestMilliseconds: ReadonlyMap<number, number>;
}

/** What a reader has to know to believe the tables, in Markdown. */
export async function preface(circumstances: Circumstances): Promise<string> {
	const { n8nVersion, pairs, quick, loadBefore, requestMilliseconds } = circumstances;
	const { name, version } = await readPackageJson();
	const { version: axios } = await readPackageJson(packageFolder('axios'));
	const [cpu] = cpus();
	const speed = median(cpus().map((each) => each.speed));
	const model = cpu && cpu.model !== 'unknown' ? cpu.model : 'processors of unknown make';
	const machine = `${cpus().length} × ${model}${speed > 0 ? ` (${speed} MHz)` : ''}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${platform()} ${release()} ${process.arch}`;
	const requests = Array.from(
		requestMilliseconds,
		([roundTrip, ms]) => `${ms.toFixed(0)} ms at ${roundTrip}`,
	);
	return `# Ours beside n8n's HTTP Request node

Written by \`npm run bench${quick ? ' -- --quick' : ''}\` on ${new Date().toISOString().slice(0, 10)}: ${name} ${version}, n8n ${n8nVersion}, Node.js ${process.versions.node} (the sandbox) and n8n's own, axios ${axios}.
Machine: ${machine}; load before it began: ${loadBefore.toFixed(1)}.

- One real n8n (production mode, SQLite, one process, its own Node.js), sandboxes in place of 1Password, all on this machine.
- **HTTPS, 50 ms** means that 1Password is a round trip of 50 ms away: a relay between n8n and the sandbox delays what either sends by half of it, and the first bytes of a connection by the round trip that opening it would take. n8n opens a connection for every request, so each takes three round trips: TCP, TLS 1.3, the request. Without n8n, a small request through the relay took ${requests.join(', ')}. The line has no limit of bandwidth, and TCP does not start slowly. **HTTP, 0 ms** is the sandbox itself.
- A run is a call of a workflow's webhook until its answer, which is the last item only. n8n keeps no data of successful executions, for neither side.
- Both run once without being counted, then ${pairs} times in turn; who goes first changes from pair to pair. **ratio** is the median over these pairs of our time ÷ theirs. Other columns are ours / theirs: counts of all these runs, else medians. ✔ and ✘ say whether a goal is kept.
- CPU and memory are those of n8n's process, which runs both; its garbage is collected and free memory given back before each run, so that the peak is the run's own; both are slower for it than in life. The goal in every row is not to need more than theirs; 0.01 s and 2 % are noise. Bytes are counted in both directions, heads included, without TLS.
- The HTTP Request node has n8n's generic OAuth2 credential (client credentials), which keeps its token from run to run, as ours does. Only the first alert in an account includes getting one: n8n's process knows nothing of the account then.`;
}

function packageFolder(name: string): string {
	return createRequire(import.meta.url)
		.resolve(`${name}/package.json`)
		.replace(/\/package\.json$/, '');
}

/** The machine's load average over the last minute. Read here because containers hide it from Node.js at times. */
export async function loadAverage(): Promise<number> {
	return Number((await readFile('/proc/loadavg', 'utf8').catch(() => 'NaN')).split(' ')[0]);
}
