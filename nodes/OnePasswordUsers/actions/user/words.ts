import type { UserState } from '../../api/types';

/** 1Password's words for the two changes, as messages need them. */
export const WORDS: Record<UserState, { verb: string; done: string; Done: string; Verbing: string }> = {
	SUSPENDED: { verb: 'suspend', done: 'suspended', Done: 'It suspended', Verbing: 'Suspending users' },
	ACTIVE: { verb: 'reactivate', done: 'reactivated', Done: 'It reactivated', Verbing: 'Reactivating users' },
};

/** For an error that stops a run before anybody was changed: nobody should have to wonder. */
export const nobodyWas = (target: UserState) => `Nobody was ${WORDS[target].done} in this run.`;
