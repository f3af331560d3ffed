import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { hashOf } from '../../utils/hash';
import { API_VERSIONS } from '../endpoints';
import type { Settings } from './settings';
import { ownToken, revokeToken, type HttpRequest } from './token';

/** Hashes of the tokens that this process has revoked: n8n still stores them, and 1Password confirms it every time. */
const revoked = new Set<string>();

/** Whether this process has revoked the token: n8n still stores it, and nobody may send it. */
export const isRevoked = (token: string): boolean => revoked.has(hashOf([token]));

/**
 * Revokes the token that the credential holds.
 * @returns the token; undefined when there is none that was issued for its host, account, client and secret, or when this
 * process has revoked it already
 * @throws ApiError when 1Password does not confirm it
 */
export async function revokeStoredToken(
	http: HttpRequest,
	data: ICredentialDataDecryptedObject,
	settings: Settings,
): Promise<string | undefined> {
	const token = ownToken(data, settings);
	const version = API_VERSIONS.find((known) => known === data.issuedBy);
	if (token === undefined || version === undefined || isRevoked(token)) return undefined;
	await revokeToken(http, token, version, settings);
	revoked.add(hashOf([token]));
	return token;
}
