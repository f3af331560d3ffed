import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { PlainFailure } from '../terminal/PlainFailure.ts';

export const LOOPBACK = '127.0.0.1';

/** Below the ports that systems give to whoever asks for any: until it is used, one of those may be given away. */
const LOWEST = 15_000;
const HIGHEST = 32_000;
const MOST_TRIES = 20;

/**
 * A port of this machine that is free right now, and hardly taken by anybody else before long.
 *
 * @throws the failure of the last of twenty ports, when none of them can be used
 */
export async function freePort(): Promise<number> {
	for (let tries = 1; ; tries++) {
		try {
			return await tryPort(randomInt(LOWEST, HIGHEST));
		} catch (error) {
			if (tries === MOST_TRIES) throw error;
		}
	}
}

/** @throws PlainFailure if the port is taken, or may not be used */
export async function checkPort(port: number): Promise<void> {
	try {
		await tryPort(port);
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? error.code : undefined;
		if (code === 'EADDRINUSE')
			throw new PlainFailure(`Port ${port} is taken. Choose another one with --port, or leave it out.`);
		if (code === 'EACCES')
			throw new PlainFailure(`Port ${port} needs more rights than you have. Choose one above 1023.`);
		throw error;
	}
}

async function tryPort(port: number): Promise<number> {
	const server = createServer().listen(port, LOOPBACK);
	await once(server, 'listening');
	const address = server.address();
	server.close();
	await once(server, 'close');
	return typeof address === 'object' && address ? address.port : port;
}
