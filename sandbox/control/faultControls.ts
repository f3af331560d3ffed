import { faultFromJson, faultToJson } from '../faults/checkFault.ts';
import type { Control } from './Control.ts';

/** What is to go wrong. */
export const faultControls: readonly Control[] = [
	{
		method: 'GET',
		path: '/faults',
		does: 'faults still to come',
		run: (sandbox) => sandbox.faults().map(faultToJson),
	},
	{
		method: 'POST',
		path: '/faults',
		does:
			'adds one or a list: {"match": "GET /users", "times": 2 or "always", "skip": 1, "status": 429, "headers": {}, ' +
			'"body": "…", "contentType": "…", "delayMs": 50, "actFirst": true, ' +
			'"kind": "reset-before", "reset-after", "hang", "truncate" or "invalid-json"}',
		run(sandbox, { body }) {
			const faults = Array.isArray(body) ? body.map(faultFromJson) : [faultFromJson(body)];
			for (const fault of faults) sandbox.fault(fault);
		},
	},
	{ method: 'DELETE', path: '/faults', does: 'removes them all', run: (sandbox) => sandbox.clearFaults() },
];
