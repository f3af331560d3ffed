import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { hashOf } from '../../utils/hash';
import { readSettings, type Settings } from './settings';
import { credentialChanged } from './tokenErrors';

/**
 * Reads a credential that a run has read before. A new secret is the right one from now on; with anything else changed
 * (who, where, or a safeguard), the run would go on under rules that hold no more.
 * @param before what the run began with
 * @throws ApiError when more than the secret differs, or when the credential can't be right any more
 */
export function withSameRules(stored: ICredentialDataDecryptedObject, before: Settings): Settings {
	const settings = settingsOf(stored);
	if (settings && rulesOf(settings) === rulesOf(before)) return settings;
	throw credentialChanged();
}

function settingsOf(stored: ICredentialDataDecryptedObject): Settings | undefined {
	try {
		return readSettings(stored);
	} catch {
		return undefined;
	}
}

const rulesOf = (settings: Settings) => hashOf([{ ...settings, clientSecret: '' }]);
