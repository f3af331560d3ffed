import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Agent, get } from 'node:https';
import { median } from '../median.ts';
import type { Line } from './Line.ts';

const REQUESTS = 11;

/**
 * How long a small request takes through a line, with a connection of its own as n8n makes it, but without n8n.
 *
 * @param ca the certificate of the server
 * @returns the median, in milliseconds
 */
export async function requestMilliseconds({ url }: Line, ca: string): Promise<number> {
	const times: number[] = [];
	while (times.length < REQUESTS) {
		const began = performance.now();
		const request = get(url, { agent: new Agent({ ca, keepAlive: false }) });
		const [response] = (await once(request, 'response')) as [IncomingMessage];
		response.resume();
		await once(response, 'end');
		times.push(performance.now() - began);
	}
	return median(times);
}
