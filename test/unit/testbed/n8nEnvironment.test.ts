import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { n8nEnvironment } from '../../../testbed/n8n/n8nEnvironment';

describe('the environment of an n8n', () => {
	let folder: string;

	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'n8n-environment-'));
	});
	afterEach(async () => {
		await rm(folder, { recursive: true });
	});

	/** An n8n of which there is nothing but its modules. */
	async function environmentOfN8nWith(...modules: string[]): Promise<NodeJS.ProcessEnv> {
		const n8n = join(folder, 'node_modules', 'n8n');
		for (const name of modules) await mkdir(join(n8n, 'dist', 'modules', name), { recursive: true });
		await writeFile(join(n8n, 'package.json'), '{}');
		const node = join(folder, 'node_modules', 'node', 'bin', 'node');
		return n8nEnvironment({ node, userFolder: folder, port: 1, brokerPort: 2 });
	}

	it('names no module that an older n8n does not know and would refuse to start for', async () => {
		const environment = await environmentOfN8nWith('insights', 'data-table');

		expect(environment['N8N_DISABLED_MODULES']).toBe('insights');
	});

	it('knows modules that need a licence by the folder they are in', async () => {
		const environment = await environmentOfN8nWith('insights', 'external-secrets.ee');

		expect(environment['N8N_DISABLED_MODULES']).toBe('insights,external-secrets');
	});
});
