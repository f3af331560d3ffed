import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { ApiError } from '../errors/ApiError';

/**
 * Why no token was issued, by the credential it was for. n8n 2.0 to 2.30 hands on what `preAuthentication` throws without
 * its cause; the object with the credential's data is the same in the hook and in the run.
 */
const failures = new WeakMap<ICredentialDataDecryptedObject, ApiError>();

/** Stores the failure for the run whose request needed the token; a failure that is not ours is not stored. */
export function leaveFailure(credential: ICredentialDataDecryptedObject, failure: unknown): void {
	if (failure instanceof ApiError) failures.set(credential, failure);
}

/** What was left since this was last called; undefined if the exchange did not fail. */
export function takeFailure(credential: ICredentialDataDecryptedObject): ApiError | undefined {
	const failure = failures.get(credential);
	failures.delete(credential);
	return failure;
}
