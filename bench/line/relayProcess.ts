/** A relay in a process of its own, so that nothing else holds its timers up. Its parent says to where, and how far. */
import { Relay } from './Relay.ts';

const relay = await Relay.start(Number(process.argv[2]));
process.on('message', (roundTripMs: number) => {
	relay.roundTripMs = roundTripMs;
	process.send?.('set');
});
// Connections that are open must not keep the process.
process.once('disconnect', () => process.exit());
process.send?.(relay.port);
