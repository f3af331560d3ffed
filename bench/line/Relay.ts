import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { LOOPBACK } from '../../testbed/system/freePort.ts';
import { DelayedQueue } from './DelayedQueue.ts';

/**
 * Stands between a client and a server on this machine as if they were far apart.
 *
 * What either of them sends reaches the other half a round trip later. On this machine a connection is there at once;
 * elsewhere it takes a round trip, so the client's first bytes are as much later. For protocols in which the client
 * speaks first, such as TLS and HTTP. Bandwidth is not limited, nor does TCP start slowly.
 */
export class Relay {
	/** Of connections that are opened from now on. */
	roundTripMs = 0;
	readonly #server: Server;
	readonly #open = new Set<Socket>();

	private constructor(targetPort: number) {
		const options = { allowHalfOpen: true, noDelay: true };
		this.#server = createServer(options, (client) => {
			const server = connect({ ...options, port: targetPort, host: LOOPBACK });
			for (const socket of [client, server]) {
				this.#open.add(socket);
				socket.once('close', () => this.#open.delete(socket));
			}
			const oneWayMs = this.roundTripMs / 2;
			forward(client, server, this.roundTripMs + oneWayMs, oneWayMs);
			forward(server, client, oneWayMs, oneWayMs);
		});
	}

	/** Starts one on a free port, without a delay. */
	static async start(targetPort: number): Promise<Relay> {
		const relay = new Relay(targetPort);
		relay.#server.listen(0, LOOPBACK);
		await once(relay.#server, 'listening');
		return relay;
	}

	get port(): number {
		return (this.#server.address() as AddressInfo).port;
	}

	/** Breaks all connections. */
	async close(): Promise<void> {
		this.#server.close();
		for (const socket of this.#open) socket.destroy();
		await once(this.#server, 'close');
	}
}

/** Forwards bytes, the end and a broken connection, in this order and after a while. */
function forward(from: Socket, to: Socket, firstMs: number, othersMs: number): void {
	const queue = new DelayedQueue();
	let ms = firstMs;
	from.on('data', (bytes) => {
		queue.add(ms, () => to.write(bytes));
		ms = othersMs;
	});
	from.once('end', () => queue.add(ms, () => to.end()));
	from.on('error', () => queue.add(ms, () => to.resetAndDestroy()));
}
