/** What our two nodes and their credential are called, and say, in the editor. */

export const NODE = '1Password Users';
export const TRIGGER = '1Password Users Trigger';
export const SUSPEND = 'Suspend user until reactivated';

/** What the node can do, on n8n's list. */
export const ENTRIES = [
	'On user added',
	'On user reactivated',
	'On user removed',
	'On user suspended',
	'Audit users against list',
	'Get user',
	'Get many users',
	'Reactivate user',
	'Revoke access token',
	SUSPEND,
];

/** What the credential says below the account ID, for everybody to see. */
export const VISIBLE_HINT = /26 letters and digits .* your vault/;

/** What the trigger says below its events. */
export const PAIRS_HINT = /with one of a pair alone, a change may be missed/;

/** What each field explains at its question mark. */
export const HINTS: ReadonlyArray<readonly [field: string, hint: RegExp]> = [
	['region', /address at which you sign in/],
	['baseUrl', /without a path/],
	['apiVersion', /newest that answers/],
	['accountId', /select your profile, then View your vault items/],
	['clientId', /Integrations, then OAuth Application/],
	['clientSecret', /Shown once/],
	['readOnly', /refuse to suspend or reactivate/],
	['protectedUsers', /never suspended .* separated by commas/],
];
