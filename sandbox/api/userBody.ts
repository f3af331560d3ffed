import type { SandboxUser } from '../types.ts';

/** A user as the API sends it: the documented fields, and only those. `kind` never leaves the sandbox. */
export function userBody(user: SandboxUser): Omit<SandboxUser, 'kind'> {
	const { id, email, display_name, state, create_time, path } = user;
	return { id, email, display_name, state, create_time, path };
}
