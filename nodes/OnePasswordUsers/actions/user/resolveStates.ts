import { ApiError } from '../../api/errors/ApiError';
import type { Connection } from '../../api/transport/connection';
import type { User } from '../../api/types';
import { listUsers } from '../../api/users';
import { asError } from '../../utils/asError';
import { hasFailed, type Failed } from '../items';
import { nameOf, type NamedUser } from './namedUser';
import { READS_PER_PAGE } from './resolveUsers';
import type { Resolved } from './theOneMatch';

/**
 * Tells the states of many users from the list of the suspended ones, where that spares a read for each: whoever is
 * not on it is active. Whether an ID exists at all, the list cannot tell; the answer to the change does.
 * @returns undefined where the list cannot tell, or not cheaply: for emails, for few IDs, when it is long, when it may
 * not be read, when a user in it has no ID, or when IDs differ in nothing but their case
 */
export async function resolveStates(
	connection: Connection,
	named: Array<NamedUser | Failed>,
): Promise<Resolved[] | undefined> {
	const ids = new Set<string>();
	for (const name of named) {
		if (hasFailed(name)) continue;
		if (name.by === 'email') return undefined;
		ids.add(name.id);
	}
	if (ids.size < READS_PER_PAGE) return undefined;
	try {
		const suspended = await listSuspended(connection, ids);
		return suspended && named.map((name) => (hasFailed(name) ? name : { user: stateOf(name, suspended) }));
	} catch (error) {
		const failure = asError(error);
		if (failure instanceof ApiError && failure.isForbidden) return undefined;
		return named.map((name) => (hasFailed(name) ? name : { failure }));
	}
}

/** @returns those of them who are suspended, or undefined */
async function listSuspended(
	connection: Connection,
	ids: ReadonlySet<string>,
): Promise<Map<string, User> | undefined> {
	const inAnyCase = new Map([...ids].map((id) => [id.toUpperCase(), id]));
	if (inAnyCase.size < ids.size) return undefined;
	const suspended = new Map<string, User>();
	let pages = 0;
	for await (const users of listUsers(connection, { state: 'SUSPENDED' })) {
		if (++pages > ids.size / READS_PER_PAGE) return undefined;
		for (const user of users) {
			if (user.id === undefined) return undefined;
			const id = inAnyCase.get(user.id.toUpperCase());
			if (id !== undefined && id !== user.id) return undefined;
			if (id !== undefined) suspended.set(id, user);
		}
	}
	return suspended;
}

const stateOf = (name: NamedUser, suspended: ReadonlyMap<string, User>): User => {
	const id = nameOf(name);
	return suspended.get(id) ?? { id, state: 'ACTIVE' };
};
