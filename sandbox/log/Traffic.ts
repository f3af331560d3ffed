import type { Socket } from 'node:net';

/** Counts new connections, and bytes in both directions (heads included), since `clear`. */
export class Traffic {
	#connections = 0;
	#bytesOfClosed = 0;
	/** Open connections, and how many of their bytes came before `clear`. */
	readonly #open = new Map<Socket, number>();

	/** Call it with the connection of every request. */
	carriedBy(socket: Socket): void {
		if (this.#open.has(socket)) return;
		this.#connections++;
		this.#open.set(socket, 0);
		socket.once('close', () => {
			this.#bytesOfClosed += bytesOf(socket) - (this.#open.get(socket) ?? 0);
			this.#open.delete(socket);
		});
	}

	/** Connections that are still open go on, as old ones. */
	clear(): void {
		this.#connections = 0;
		this.#bytesOfClosed = 0;
		for (const socket of this.#open.keys()) this.#open.set(socket, bytesOf(socket));
	}

	get connections(): number {
		return this.#connections;
	}

	get bytes(): number {
		let bytes = this.#bytesOfClosed;
		for (const [socket, before] of this.#open) bytes += bytesOf(socket) - before;
		return bytes;
	}
}

const bytesOf = ({ bytesRead, bytesWritten }: Socket) => bytesRead + bytesWritten;
