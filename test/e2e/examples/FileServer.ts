import { fastify } from 'fastify';
import { LOOPBACK } from '../../../testbed/system/freePort.ts';

/** A web server of another system, which hands out one CSV file. */
export class FileServer implements AsyncDisposable {
	/** What it hands out from now on. */
	csv = '';
	readonly #app = fastify({ forceCloseConnections: true });
	#origin = '';

	static async start(): Promise<FileServer> {
		const files = new FileServer();
		files.#app.get('/roster.csv', (_request, reply) => reply.type('text/csv; charset=utf-8').send(files.csv));
		files.#origin = await files.#app.listen({ host: LOOPBACK, port: 0 });
		return files;
	}

	get url(): string {
		return `${this.#origin}/roster.csv`;
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.#app.close();
	}
}
