import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { LOOPBACK } from '../../../demo/freePort.ts';

/** A web server of another system, which hands out one CSV file. */
export class FileServer implements AsyncDisposable {
	/** What it hands out from now on. */
	csv = '';
	readonly #server: Server;

	private constructor() {
		this.#server = createServer((_request, response) => {
			response.writeHead(200, { 'content-type': 'text/csv; charset=utf-8' }).end(this.csv);
		});
	}

	static async start(): Promise<FileServer> {
		const files = new FileServer();
		files.#server.listen(0, LOOPBACK);
		await once(files.#server, 'listening');
		return files;
	}

	get url(): string {
		const address = this.#server.address();
		return `http://${LOOPBACK}:${typeof address === 'object' ? address?.port : ''}/roster.csv`;
	}

	async [Symbol.asyncDispose](): Promise<void> {
		this.#server.close();
		this.#server.closeAllConnections();
		await once(this.#server, 'close');
	}
}
