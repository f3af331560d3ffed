import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { collectGarbage } from '../../../bench/comparison/collectGarbage.ts';
import { freePort } from '../../../testbed/system/freePort.ts';

/** Makes 50 MB of garbage, too little for V8 to collect it at once, and tells how large its heap is. */
const PROGRAM = `
	let waste = Array.from({ length: 500_000 }, (_, index) => ({ index, text: 'waste ' + index }));
	waste = undefined;
	process.on('message', () => process.send(process.memoryUsage().heapUsed));
	process.send('ready');
`;

it('frees what a process no longer uses, as often as it is asked, and lets the process end', async () => {
	const port = await freePort();
	const child = spawn(process.execPath, [`--inspect-port=127.0.0.1:${port}`, '-e', PROGRAM], {
		stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
	});
	await once(child, 'message');
	const heap = async () => {
		const answer = once(child, 'message');
		child.send('heap');
		return (await answer)[0] as number;
	};
	const before = await heap();
	await collectGarbage(child.pid!, port);
	const after = await heap();
	await collectGarbage(child.pid!, port);
	child.disconnect();

	expect(await once(child, 'exit')).toEqual([0, null]);
	expect(before).toBeGreaterThan(30e6);
	expect(after).toBeLessThan(10e6);
});
