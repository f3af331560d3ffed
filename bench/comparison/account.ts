import type { Setup } from './setup.ts';

const SUSPENDED_EVERY = 13;

/** Adds or removes users until the account has so many: about 8 % are suspended, the first is the owner. */
export function resize({ sandbox }: Pick<Setup, 'sandbox'>, users: number): void {
	while (sandbox.users.length > users) sandbox.removeUser(sandbox.users.at(-1)!.id);
	while (sandbox.users.length < users) {
		const isSuspended = sandbox.users.length % SUSPENDED_EVERY === SUSPENDED_EVERY - 1;
		sandbox.addUser({ state: isSuspended ? 'SUSPENDED' : 'ACTIVE' });
	}
}

/** Picks active members from all over the account; the same ones each time. */
export function members({ sandbox }: Pick<Setup, 'sandbox'>, count: number) {
	const { users } = sandbox;
	const step = Math.max(1, Math.floor(users.length / count));
	const chosen = [];
	for (let index = 1; chosen.length < count && index < users.length; index += step)
		chosen.push(users[index]!);
	return chosen;
}
