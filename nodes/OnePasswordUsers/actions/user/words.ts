import type { UserState } from '../../api/types';

interface Words {
	verb: string;
	done: string;
	/** whoever has the state, whether they ever had another or not */
	state: string;
	Verbing: string;
}

/** 1Password's words for the two changes, as messages need them. */
export const WORDS: Record<UserState, Words> = {
	SUSPENDED: {
		verb: 'suspend',
		done: 'suspended',
		state: 'suspended',
		Verbing: 'Suspending users',
	},
	ACTIVE: {
		verb: 'reactivate',
		done: 'reactivated',
		state: 'active',
		Verbing: 'Reactivating users',
	},
};

/** For an error that stops a run before anybody was changed, without a full stop: nobody should have to wonder. */
export const nobodyWas = (target: UserState) => `Nobody was ${WORDS[target].done} in this run`;
