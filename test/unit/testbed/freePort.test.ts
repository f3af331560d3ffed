import { once } from 'node:events';
import { createServer } from 'node:net';
import { freePort, LOOPBACK } from '../../../testbed/system/freePort.ts';

it('a free port can be used, and is none that systems give to whoever asks for any', async () => {
	const port = await freePort();
	const server = createServer().listen(port, LOOPBACK);
	await once(server, 'listening');
	server.close();
	await once(server, 'close');

	expect(port).toBeGreaterThanOrEqual(15_000);
	expect(port).toBeLessThan(32_768);
});
