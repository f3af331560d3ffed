import type { ApiVersion, Scope } from '../types.ts';

/** Every version of the API that the sandbox can stand in for. */
export const ALL_VERSIONS: readonly ApiVersion[] = ['v1', 'v1beta1'];

/** Every permission that 1Password's form for an OAuth application offers. */
export const ALL_SCOPES: readonly Scope[] = ['users.get', 'users.list', 'users.suspend', 'users.reactivate'];
