import { startSandbox as start, type Sandbox, type SandboxOptions } from '../sandbox/server.ts';

export type * from '../sandbox/server.ts';

/** Options for all sandboxes of a test run, as JSON; `npm run test:shapes` sets it. */
const FOR_ALL = process.env['SANDBOX_OPTIONS'] ?? '{}';

/**
 * Starts a sandbox that refuses whatever the documents don't allow: the package has to keep to them.
 *
 * @param options what a test asks for itself wins over what the test run sets for all
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const forAll = JSON.parse(FOR_ALL) as SandboxOptions;
	const shapes = { ...forAll.shapes, ...options.shapes };
	return await start({ strict: true, ...forAll, ...options, shapes });
}
