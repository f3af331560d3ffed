import { resize } from './account.ts';
import { calling } from './candidates.ts';
import { measureAlone, type Run } from './compare.ts';
import type { Setup } from './setup.ts';

/** What ours takes in accounts of some size. */
export interface Growth {
	users: number;
	list: Run;
	/** everybody is asked for by email, so that there are as many items as users */
	getByEmail: Run;
}

/** Lists an account, and asks for everybody in it, at latency 0: what is left is ours and n8n's. */
export async function measureGrowth(setup: Setup, users: number, runs: number): Promise<Growth> {
	resize(setup, users);
	setup.sandbox.latency(0);
	const everybody = ({ sandbox }: Setup) => sandbox.users.map(({ email }) => email);
	const check = ({ sandbox }: Setup, { id }: Record<string, unknown>) => {
		if (id !== sandbox.users.at(-1)?.id) throw new Error('The last user is missing.');
	};
	return {
		users,
		list: await measureAlone(setup, { ours: calling('our-list'), check, pairs: runs }),
		getByEmail: await measureAlone(setup, {
			ours: calling('our-get-by-email', everybody),
			check,
			pairs: runs,
		}),
	};
}
