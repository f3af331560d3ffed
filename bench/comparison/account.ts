import type { Sandbox, SandboxUser } from '../../sandbox/server.ts';

const SUSPENDED_EVERY = 13;

/**
 * Adds or removes users until the account has so many, and puts everybody's state back; the first user is the owner.
 *
 * @param suspendedEvery who is suspended: by default every thirteenth, which is about 8 %
 */
export function resize(sandbox: Sandbox, users: number, suspendedEvery = SUSPENDED_EVERY): void {
	while (sandbox.users.length > users) sandbox.removeUser(sandbox.users.at(-1)!.id);
	while (sandbox.users.length < users) sandbox.addUser();
	for (const [index, { id, state: current }] of sandbox.users.entries()) {
		const state = index % suspendedEvery === suspendedEvery - 1 ? 'SUSPENDED' : 'ACTIVE';
		if (current !== state) sandbox.changeUser(id, { state });
	}
}

/**
 * Picks members from all over the account, the same ones each time.
 *
 * @param first how far from the beginning the first one is; the owner is at 0
 */
export function members({ users }: Pick<Sandbox, 'users'>, count: number, first = 1): SandboxUser[] {
	const step = Math.max(1, Math.floor(users.length / count));
	return users.filter((_user, index) => index >= first && (index - first) % step === 0).slice(0, count);
}
