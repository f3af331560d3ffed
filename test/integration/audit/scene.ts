import type { IDataObject } from 'n8n-workflow';
import { startSandbox, type Sandbox, type SandboxUser } from '../../strictSandbox.ts';
import { audit } from '../n8n/parameters';
import { runNode, type NodeRun } from '../n8n/runNode';

/** Who is in the account of a test; the sandbox is there once an audit was begun. */
export const scene = {} as { sandbox: Sandbox; people: Partial<SandboxUser>[] };

export const active = (name: string, domain = 'example.com'): Partial<SandboxUser> => ({
	id: name.toUpperCase().replace(/\W/g, 'X').padEnd(26, 'A'),
	email: `${name}@${domain}`,
	display_name: name,
	state: 'ACTIVE',
});
export const suspended = (name: string, domain?: string) => ({
	...active(name, domain),
	state: 'SUSPENDED' as const,
});

export const rows = (...emails: unknown[]) =>
	emails.map((email, row) => ({ email, department: `D${row}` })) as IDataObject[];

/** Audits the account, and tells in short what came out. */
export async function auditOf(input: IDataObject[], options: IDataObject = {}, more: Partial<NodeRun> = {}) {
	scene.sandbox = await startSandbox({ directory: scene.people });
	const result = await runNode(scene.sandbox, { parameters: audit(options), input, ...more });
	const [hint] = result.run.data.resultData.runData['1Password Users']?.[0]?.hints ?? [];
	const told = result.items.map(({ json }) => [json.finding ?? json.error, json.email]);
	return { ...result, hint, told };
}

/** For each test the same four people: three active ones, one suspended. */
export function inEachTest(): void {
	beforeEach(() => (scene.people = [active('owner'), active('ana'), suspended('ben'), active('cem')]));
	afterEach(async () => await scene.sandbox.close());
}
