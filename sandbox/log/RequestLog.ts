import type { IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import { callOf, METHOD_OF, splitTarget } from '../contract/calls.ts';
import { matchesPattern } from './matchesPattern.ts';
import { Traffic } from './Traffic.ts';
import type { LoggedRequest } from '../types.ts';

/** What is known of a request when its head has been read. */
export interface Arrival {
	method: string;
	/** Path and query, exactly as sent. */
	target: string;
	headers: IncomingHttpHeaders;
	socket: Socket;
}

/**
 * Every request the API got, in order of arrival: what tests and benchmarks use as the witness.
 *
 * A request is in flight from its arrival until its answer begins to leave. So a client that waits for each answer
 * never shows as two at once.
 */
export class RequestLog {
	#entries: LoggedRequest[] = [];
	#inFlight = new Set<LoggedRequest>();
	#most = 0;
	readonly #traffic = new Traffic();

	arrive({ method, target, headers, socket }: Arrival): LoggedRequest {
		const { path, search } = splitTarget(target);
		const call = callOf(path);
		const entry: LoggedRequest = {
			method,
			path,
			query: Object.fromEntries(new URLSearchParams(search)),
			version: call?.version,
			operation: call && METHOD_OF[call.operation] === method ? call.operation : undefined,
			userId: call && 'userId' in call ? call.userId : undefined,
			headers,
			body: '',
			startedAt: Date.now(),
			concurrent: this.#inFlight.size + 1,
			faulty: false,
		};
		this.#entries.push(entry);
		this.#inFlight.add(entry);
		this.#most = Math.max(this.#most, entry.concurrent);
		this.#traffic.carriedBy(socket);
		return entry;
	}

	/** The answer is leaving, or the connection broke: then without a status. Only the first call counts. */
	leave(entry: LoggedRequest, status?: number): void {
		if (!this.#inFlight.delete(entry)) return;
		entry.status = status;
		entry.finishedAt = Date.now();
	}

	requests(pattern?: string): LoggedRequest[] {
		return this.#entries.filter((entry) => matchesPattern(pattern, entry));
	}

	/** Forgets what was; requests that are still in flight go on being counted as such. */
	clear(): void {
		this.#entries = [];
		this.#most = this.#inFlight.size;
		this.#traffic.clear();
	}

	get size(): number {
		return this.#entries.length;
	}

	get maxConcurrent(): number {
		return this.#most;
	}

	get connections(): number {
		return this.#traffic.connections;
	}

	get bytes(): number {
		return this.#traffic.bytes;
	}
}
