import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { requireProgram } from '../../../testbed/system/requireProgram.ts';
import { PlainFailure } from '../../../testbed/terminal/PlainFailure.ts';

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'programs-'));
});
afterEach(async () => await rm(folder, { recursive: true }));

describe('requireProgram', () => {
	it('finds a program in any folder of the path', async () => {
		await writeFile(join(folder, 'redis-server'), '', { mode: 0o755 });

		await expect(
			requireProgram('redis-server', 'redis-server', ['/nowhere', folder].join(delimiter)),
		).resolves.toBeUndefined();
	});

	it('says what is missing and how to get it', async () => {
		const missing = requireProgram('initdb', 'postgresql', folder);

		await expect(missing).rejects.toThrow(PlainFailure);
		await expect(missing).rejects.toThrow(
			/^initdb is not installed\. .*\.ci\/debian-packages.*apt-get install postgresql\.$/,
		);
	});

	it('takes a file that nobody may run for no program', async () => {
		await writeFile(join(folder, 'redis-server'), '', { mode: 0o644 });

		await expect(requireProgram('redis-server', 'redis-server', folder)).rejects.toThrow(PlainFailure);
	});

	it('takes a folder for no program', async () => {
		await mkdir(join(folder, 'redis-server'));

		await expect(requireProgram('redis-server', 'redis-server', folder)).rejects.toThrow(PlainFailure);
	});
});
