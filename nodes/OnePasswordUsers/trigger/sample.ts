import { UserError } from 'n8n-workflow';
import { passes } from '../common/userFilters';
import type { Connection } from '../api/transport/connection';
import { isIdentified } from '../api/shapes';
import type { IdentifiedUser, UserState } from '../api/types';
import { listUsers } from '../api/users';
import type { Change } from './Comparison';
import type { Selection, TriggerEvent } from './selection';

/** The state of the user in an event, and the state before it. */
const STATES: Record<TriggerEvent, { now: UserState; before: UserState | null }> = {
	'user.added': { now: 'ACTIVE', before: null },
	'user.reactivated': { now: 'ACTIVE', before: 'SUSPENDED' },
	'user.removed': { now: 'ACTIVE', before: 'ACTIVE' },
	'user.suspended': { now: 'SUSPENDED', before: null },
};

/**
 * Makes up what a test step in the editor shows: each selected event as it would look, for a real user of the account to
 * whom nothing has happened. Where nobody is in the right state, a user in the other state is shown as if they were.
 * @throws UserError when no user passes the filter
 */
export async function sample(connection: Connection, selection: Selection): Promise<Change[]> {
	const users = new Map<UserState, Promise<IdentifiedUser | undefined>>();
	const userIn = async (state: UserState) => {
		const user = users.get(state) ?? firstUser(connection, state, selection);
		users.set(state, user);
		return await user;
	};
	const changes: Change[] = [];
	for (const event of selection.events) {
		const { now, before } = STATES[event];
		const user = (await userIn(now)) ?? (await userIn(now === 'ACTIVE' ? 'SUSPENDED' : 'ACTIVE'));
		if (user === undefined) throw nobodyToShow(selection);
		const shown = event === 'user.removed' ? { id: user.id } : { ...user, state: now };
		changes.push({ event, previousState: before, user: shown });
	}
	return changes;
}

async function firstUser(connection: Connection, state: UserState, { emailDomain }: Selection) {
	// Full pages: a server that filters after paging answers small ones with many empty pages before the first user.
	for await (const page of listUsers(connection, { state })) {
		const user = page.filter(isIdentified).find((candidate) => passes(candidate, { emailDomain }));
		if (user) return user;
	}
	return undefined;
}

function nobodyToShow({ emailDomain }: Selection): UserError {
	const whom = emailDomain === undefined ? '' : ` whose email ends in ${emailDomain}`;
	return new UserError(`The account has no user${whom} to show as a sample`, {
		description:
			'Check the filter Email Domain, and that the credential belongs to the account you have in mind.',
	});
}
