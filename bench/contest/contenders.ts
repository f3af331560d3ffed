import axios from 'axios';
import type { Arena } from './arena.ts';
import type { Contender } from './duel.ts';

/** A workflow of the arena. */
export const calling = (path: string, users: (arena: Arena) => unknown[] = () => []): Contender => ({
	async run(arena) {
		const url = `${arena.n8nUrl}/webhook/${path}`;
		const body = { users: users(arena) };
		return (await axios.post<Record<string, unknown>>(url, body, { proxy: false })).data;
	},
});

/** The loop without n8n. */
export const bareLoop: Contender = { run: async ({ bareLoop: loop }) => await loop.list() };

const SUSPENDED_EVERY = 13;

/** Makes the account as large as asked: about 8 % are suspended, the first is the owner. */
export function resize({ sandbox }: Pick<Arena, 'sandbox'>, users: number): void {
	while (sandbox.users.length > users) sandbox.removeUser(sandbox.users.at(-1)!.id);
	while (sandbox.users.length < users) {
		const isSuspended = sandbox.users.length % SUSPENDED_EVERY === SUSPENDED_EVERY - 1;
		sandbox.addUser({ state: isSuspended ? 'SUSPENDED' : 'ACTIVE' });
	}
}

/** So many active members from all over the account, always the same. */
export function members({ sandbox }: Pick<Arena, 'sandbox'>, count: number) {
	const { users } = sandbox;
	const step = Math.max(1, Math.floor(users.length / count));
	const chosen = [];
	for (let index = 1; chosen.length < count && index < users.length; index += step)
		chosen.push(users[index]!);
	return chosen;
}
