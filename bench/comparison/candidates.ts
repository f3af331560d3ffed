import axios from 'axios';
import type { Candidate } from './compare.ts';
import type { Setup } from './setup.ts';

/** Calls a workflow that the setup has activated. */
export const calling = (path: string, users: (setup: Setup) => unknown[] = () => []): Candidate => ({
	async run(setup) {
		const url = `${setup.n8nUrl}/webhook/${path}`;
		const body = { users: users(setup) };
		return (await axios.post<Record<string, unknown>>(url, body, { proxy: false })).data;
	},
});

/** Lists everyone without n8n. */
export const bareLoop: Candidate = { run: async ({ bareLoop: loop }) => await loop.list() };
