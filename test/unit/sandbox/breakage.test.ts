import { startSandbox, type Sandbox, type SandboxUser } from '../../../sandbox/server.ts';
import { caller } from './client.ts';

let sandbox: Sandbox;
let call: Awaited<ReturnType<typeof caller>>;
let member: SandboxUser;
beforeEach(async () => {
	sandbox = await startSandbox({ users: 5, suspendedShare: 0 });
	call = await caller(sandbox);
	member = sandbox.users[1] as SandboxUser;
	sandbox.clearRequests();
});
afterEach(() => sandbox.close());

const suspend = () => call(`/${member.id}:suspend`, { method: 'POST' });
const stateOfMember = () => sandbox.user(member.id).state;

describe('a connection', () => {
	it('breaks before the call takes effect', async () => {
		sandbox.fault({ kind: 'reset-before' });

		await expect(suspend()).rejects.toMatchObject({ code: 'ECONNRESET' });
		expect(stateOfMember()).toBe('ACTIVE');
	});

	it('breaks after the call took effect', async () => {
		sandbox.fault({ kind: 'reset-after' });

		await expect(suspend()).rejects.toMatchObject({ code: 'ECONNRESET' });
		expect(stateOfMember()).toBe('SUSPENDED');
	});

	it('breaks in the middle of the body', async () => {
		sandbox.fault({ kind: 'truncate' });

		await expect(call('')).rejects.toMatchObject({ code: 'ECONNRESET' });
	});

	it('brings half a JSON document of the announced length', async () => {
		sandbox.fault({ kind: 'invalid-json' });
		const { status, headers, text, json } = await call('');

		expect({ status, json }).toEqual({ status: 200, json: undefined });
		expect(text).toMatch(/^\{"results":/);
		expect(headers).toMatchObject({
			'content-type': 'application/json',
			'content-length': String(Buffer.byteLength(text)),
		});
	});

	it('hangs until somebody gives up, and closing the sandbox does not wait for it', async () => {
		sandbox.fault({ kind: 'hang' });
		const hanging = suspend();
		const outcome = await Promise.race([
			hanging,
			new Promise((resolve) => setTimeout(resolve, 100, 'still waiting')),
		]);
		const closed = expect(hanging).rejects.toMatchObject({ code: 'ECONNRESET' });
		await sandbox.close();

		await closed;
		expect(outcome).toBe('still waiting');
		expect(stateOfMember()).toBe('ACTIVE');
	});
});

describe('slowness', () => {
	it('delays every answer, or the one with the fault, but not what the call does', async () => {
		sandbox.latency(60);
		sandbox.fault({ delayMs: 60 });
		const began = Date.now();
		const slow = suspend();
		while (sandbox.requests().length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
		const during = stateOfMember();
		await slow;

		expect(during).toBe('SUSPENDED');
		expect(Date.now() - began).toBeGreaterThanOrEqual(115);
	});

	it('does not keep a closing sandbox waiting', async () => {
		sandbox.latency(60_000);
		const slow = expect(call('')).rejects.toMatchObject({ code: 'ECONNRESET' });
		while (sandbox.requests().length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
		await sandbox.close();
		await slow;
	});
});
