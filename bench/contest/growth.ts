import type { Arena } from './arena.ts';
import { calling, resize } from './contenders.ts';
import { runAlone, type Run } from './duel.ts';

/** What ours takes in accounts of some size. */
export interface Growth {
	users: number;
	list: Run;
	/** everybody is asked for by email, so that there are as many items as users */
	getByEmail: Run;
}

/** Lists an account, and asks for everybody in it, at latency 0: what is left is ours and n8n's. */
export async function grow(arena: Arena, users: number, runs: number): Promise<Growth> {
	resize(arena, users);
	arena.sandbox.latency(0);
	const everybody = ({ sandbox }: Arena) => sandbox.users.map(({ email }) => email);
	const check = ({ sandbox }: Arena, { id }: Record<string, unknown>) => {
		if (id !== sandbox.users.at(-1)?.id) throw new Error('The last user is missing.');
	};
	return {
		users,
		list: await runAlone(arena, { ours: calling('our-list'), check, pairs: runs }),
		getByEmail: await runAlone(arena, { ours: calling('our-get-by-email', everybody), check, pairs: runs }),
	};
}
