import { randomBytes } from 'node:crypto';
import { startSandbox as start, type Sandbox, type SandboxOptions } from '../sandbox/server.ts';

export type * from '../sandbox/server.ts';

/** Options for all sandboxes of a test run, as JSON; `npm run test:shapes` sets it. */
const FOR_ALL = process.env['SANDBOX_OPTIONS'] ?? '{}';

/**
 * Starts a sandbox that refuses whatever the documents don't allow: the package has to keep to them. It has a secret of
 * its own, as each company has: it may get the port of an earlier sandbox, but what the runs of this process know of
 * that one is not about it.
 *
 * @param options what a test asks for itself wins over what the test run sets for all
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const forAll = JSON.parse(FOR_ALL) as SandboxOptions;
	const shapes = { ...forAll.shapes, ...options.shapes };
	const clientSecret = randomBytes(24).toString('hex');
	return await start({ strict: true, clientSecret, ...forAll, ...options, shapes });
}
