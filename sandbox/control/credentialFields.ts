import type { Sandbox } from '../types.ts';

/**
 * What somebody enters into a credential of n8n to use the sandbox with it. It is made up, and good for this sandbox only.
 *
 * @returns labels of the credential's fields and their values, from top to bottom
 */
export const credentialFields = ({
	url,
	accountId,
	clientId,
	clientSecret,
}: Pick<Sandbox, 'url' | 'accountId' | 'clientId' | 'clientSecret'>) =>
	[
		['Region', 'Custom'],
		['Base URL', url],
		['Account ID', accountId],
		['Client ID', clientId],
		['Client Secret', clientSecret],
	] as const;
