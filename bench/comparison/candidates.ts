import type { SandboxUser } from '../../sandbox/server.ts';
import { members } from './account.ts';
import type { Place } from './Place.ts';

/** One way to do something. */
export interface Candidate {
	/** Makes everything ready for a run; this is not measured. */
	prepare?: (place: Place) => Promise<void> | void;
	/** @returns the last item of the result, or that of each of several results */
	run: (place: Place) => Promise<Array<Record<string, unknown>>>;
	/** @throws when a run did not do what it should have */
	check: (place: Place, lastItems: Array<Record<string, unknown>>) => void;
}

/** Whom a run is about. */
export type Choice = (place: Place) => SandboxUser[];

/** So many members from all over the account. */
export const spread =
	(count: number): Choice =>
	({ sandbox }) =>
		members(sandbox, count);

/** One member, at this place in the account: 0 is its beginning, 1 its end. */
export const oneAt =
	(share: number): Choice =>
	({ sandbox }) =>
		members(sandbox, 1, Math.floor(sandbox.users.length * share));

/** Lists everyone. */
export const listing = (workflow: string): Candidate => ({
	run: async (place) => [await place.run(workflow, [])],
	check({ sandbox }, [lastItem]) {
		if (lastItem?.id !== sandbox.users.at(-1)?.id)
			throw new Error('The listing did not end with the last user.');
	},
});

/** Gets users by ID. */
export const getting = (workflow: string, choose: Choice): Candidate => ({
	run: async (place) => [
		await place.run(
			workflow,
			choose(place).map(({ id }) => id),
		),
	],
	check(place, [lastItem]) {
		if (lastItem?.id !== choose(place).at(-1)?.id) throw new Error('The last user is not the one asked for.');
	},
});

/** Suspends users whom a single call of the workflow names. */
export const suspending = (workflow: string, by: 'id' | 'email', choose: Choice): Candidate => ({
	...suspendingAs(choose),
	run: async (place) => [
		await place.run(
			workflow,
			choose(place).map((user) => user[by]),
		),
	],
});

/** Suspends users by email, with a call of the workflow for each of them, all at once. */
export const alertBurst = (workflow: string, choose: Choice): Candidate => ({
	...suspendingAs(choose),
	run: async (place) =>
		await Promise.all(choose(place).map(async ({ email }) => await place.run(workflow, [email]))),
});

function suspendingAs(choose: Choice): Pick<Candidate, 'prepare' | 'check'> {
	return {
		prepare(place) {
			for (const { id } of choose(place)) place.sandbox.changeUser(id, { state: 'ACTIVE' });
		},
		check(place, lastItems) {
			const isRight = ({ state, previous_state = 'ACTIVE' }: Record<string, unknown>) =>
				state === 'SUSPENDED' && previous_state === 'ACTIVE';
			if (!lastItems.every(isRight) || choose(place).some(({ state }) => state !== 'SUSPENDED'))
				throw new Error('Not everybody was suspended.');
		},
	};
}

/** Before each run, n8n forgets what it knows about the account. */
export const knowingNothing = (candidate: Candidate): Candidate => ({
	...candidate,
	async prepare(place) {
		await candidate.prepare?.(place);
		await place.useNewApplication();
	},
});
