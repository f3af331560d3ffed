import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Agent, get } from 'node:https';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { Line } from '../../../bench/line/Line.ts';
import { Relay } from '../../../bench/line/Relay.ts';
import { startSandbox, type Sandbox } from '../../../sandbox/server.ts';

const ROUND_TRIP_MS = 40;
/** Timers are that imprecise. */
const EARLY_MS = 2;
/** What the fastest of some tries may take beside the round trips. */
const LATE_MS = 15;
/** A busy machine needs some. */
const MOST_TRIES = 20;

let server: Server;
let relay: Relay;
let onConnection: (socket: Socket) => void;
beforeEach(async () => {
	server = createServer({ allowHalfOpen: true }, (socket) => onConnection(socket)).listen(0, '127.0.0.1');
	await once(server, 'listening');
	relay = await Relay.start((server.address() as AddressInfo).port);
	relay.roundTripMs = ROUND_TRIP_MS;
});
afterEach(async () => {
	await relay.close();
	server.close();
});

const echo = (socket: Socket) => void socket.pipe(socket);
const open = (): Socket => connect({ port: relay.port, host: '127.0.0.1', allowHalfOpen: true });

/** Expects that something takes so many round trips: never less, and not more than that when nothing else delays it. */
async function expectRoundTrips(count: number, work: () => Promise<unknown>, roundTripMs = ROUND_TRIP_MS) {
	const longEnough = count * roundTripMs + LATE_MS;
	let fastest = Infinity;
	for (let tries = 0; tries < MOST_TRIES && fastest > longEnough; tries++) {
		const began = performance.now();
		await work();
		fastest = Math.min(fastest, performance.now() - began);
	}
	expect(fastest).toBeGreaterThan(count * roundTripMs - EARLY_MS);
	expect(fastest).toBeLessThan(longEnough);
}

async function ask(socket: Socket, question: string): Promise<string> {
	socket.write(question);
	const [answer] = (await once(socket, 'data')) as [Buffer];
	return String(answer);
}

describe('the relay', () => {
	it('takes two round trips for a new connection and its first answer, one for each further answer', async () => {
		onConnection = echo;
		const first = async () => {
			const socket = open();
			await ask(socket, 'first');
			socket.destroy();
		};
		await expectRoundTrips(2, first);

		const socket = open();
		await ask(socket, 'first');
		await expectRoundTrips(1, async () => await ask(socket, 'further'));
		socket.destroy();
	});

	it('makes only connections longer that are opened afterwards', async () => {
		onConnection = echo;
		const old = open();
		await ask(old, 'first');
		relay.roundTripMs = 3 * ROUND_TRIP_MS;
		await expectRoundTrips(1, async () => await ask(old, 'further'));

		const longer = open();
		await ask(longer, 'first');
		await expectRoundTrips(3, async () => await ask(longer, 'further'));
		for (const socket of [old, longer]) socket.destroy();
	});

	it('keeps every byte and their order, on many connections at once', async () => {
		onConnection = echo;
		const send = async () => {
			const parts = Array.from({ length: 20 }, (_, index) => randomBytes(1 + index ** 3));
			const socket = open();
			const answer: Buffer[] = [];
			socket.on('data', (bytes: Buffer) => answer.push(bytes));
			for (const part of parts) if (!socket.write(part)) await once(socket, 'drain');
			socket.end();
			await once(socket, 'close');
			return Buffer.concat(answer).equals(Buffer.concat(parts));
		};

		const results = await Promise.all(Array.from({ length: 100 }, send));
		expect(results).toEqual(results.map(() => true));
	});

	it('lets many connections wait beside one another, not after one another', async () => {
		onConnection = echo;
		await expectRoundTrips(2, async () => {
			const sockets = Array.from({ length: 20 }, open);
			await Promise.all(sockets.map(async (socket) => await ask(socket, 'first')));
			for (const socket of sockets) socket.destroy();
		});
	});

	it('passes on that one side has nothing more to say, and what the other side still says', async () => {
		onConnection = (socket) => {
			void text(socket).then((said) => socket.end(`You said ${said}.`));
		};
		const socket = open();
		socket.write('good');
		socket.end('bye');

		expect(await text(socket)).toBe('You said goodbye.');
	});

	it('breaks the connection of either side when the other one broke it, half a round trip later', async () => {
		const accepted = new Promise<Socket>((resolve) => (onConnection = resolve));
		const socket = open();
		socket.write('first');
		const atServer = await accepted;
		await once(atServer, 'data');
		const broken = once(atServer, 'error');
		const began = performance.now();
		socket.resetAndDestroy();

		expect(await broken).toEqual([expect.objectContaining({ code: 'ECONNRESET' })]);
		expect(performance.now() - began).toBeGreaterThan(ROUND_TRIP_MS / 2 - EARLY_MS);

		onConnection = (fromRelay) => void fromRelay.once('data', () => fromRelay.resetAndDestroy());
		const other = open();
		other.write('first');
		expect(await once(other, 'error')).toEqual([expect.objectContaining({ code: 'ECONNRESET' })]);
	});

	it('breaks the connection when nobody listens behind it', async () => {
		server.close();
		await once(server, 'close');
		const socket = open();

		expect(await once(socket, 'error')).toEqual([expect.objectContaining({ code: 'ECONNRESET' })]);
	});
});

describe('a line to an HTTPS server', () => {
	let sandbox: Sandbox;
	beforeEach(async () => {
		sandbox = await startSandbox({ https: true });
	});
	afterEach(async () => await sandbox.close());

	/** A request as n8n makes it: with a connection of its own. */
	async function request(url: string): Promise<number | undefined> {
		const agent = new Agent({ ca: sandbox.certificate, keepAlive: false });
		return await new Promise((resolve, reject) => {
			get(url, { agent }, (response) => {
				response.resume();
				response.once('end', () => resolve(response.statusCode));
			}).once('error', reject);
		});
	}

	it('takes three round trips for a request: for TCP, for TLS 1.3, and for the request itself', async () => {
		using line = await Line.open(sandbox.url);
		const list = async () => await request(`${line.url}/v1/accounts/${sandbox.accountId}/users`);

		expect(await list()).toBe(401);
		for (const roundTripMs of [20, 60]) {
			await line.setRoundTrip(roundTripMs);
			await expectRoundTrips(3, list, roundTripMs);
		}
	});
});
