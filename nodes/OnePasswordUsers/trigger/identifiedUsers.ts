import { isIdentified } from '../api/shapes';
import type { Connection } from '../api/transport/connection';
import type { IdentifiedUser, UserState } from '../api/types';
import { listUsers } from '../api/users';

/**
 * The users of the account whose ID is known, page by page. In a list of users in one state, whoever comes without a state
 * is in that state: the server has filtered them by it. A state that says otherwise is believed.
 * @param state users in this state only; without it, users in any state
 * @throws ApiError when the list can't be read
 */
export async function* identifiedUsers(
	connection: Connection,
	state?: UserState,
): AsyncGenerator<IdentifiedUser[]> {
	for await (const page of listUsers(connection, { state })) {
		const users = page.filter(isIdentified);
		yield state ? users.map((user) => (user.state ? user : { ...user, state })) : users;
	}
}
