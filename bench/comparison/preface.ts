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
}

/** What a reader has to know to believe the tables, in Markdown. */
export async function preface({ n8nVersion, pairs, quick, loadBefore }: Circumstances): Promise<string> {
	const { name, version } = await readPackageJson();
	const { version: axios } = await readPackageJson(packageFolder('axios'));
	const [cpu] = cpus();
	const speed = median(cpus().map((each) => each.speed));
	const model = cpu && cpu.model !== 'unknown' ? cpu.model : 'processors of unknown make';
	const machine = `${cpus().length} × ${model}${speed > 0 ? ` (${speed} MHz)` : ''}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${platform()} ${release()} ${process.arch}`;
	return `# Ours beside n8n's HTTP Request node

Written by \`npm run bench${quick ? ' -- --quick' : ''}\` on ${new Date().toISOString().slice(0, 10)}: ${name} ${version}, n8n ${n8nVersion}, Node.js ${process.versions.node} (the sandbox) and n8n's own, axios ${axios}.
Machine: ${machine}; load before it began: ${loadBefore.toFixed(1)}.

- One real n8n (production mode, SQLite, one process, its own Node.js), one sandbox in place of 1Password, both on this machine. Every answer of the sandbox takes the latency longer.
- A run is a call of a workflow's webhook until its answer, which is the last item only. n8n keeps no data of successful executions, for neither side.
- Both run once without being counted, then ${pairs} times in turn; who goes first changes from pair to pair. **ratio** is the median over these pairs of our time ÷ theirs. Other columns are medians, ours / theirs.
- CPU and memory are those of n8n's process, which runs both; its peak includes what earlier runs left for the garbage collector. Bytes are counted in both directions, heads included.
- The HTTP Request node has n8n's generic OAuth2 credential (client credentials), which keeps its token from run to run, as ours does.`;
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
