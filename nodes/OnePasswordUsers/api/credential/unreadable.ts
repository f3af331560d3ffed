import { UserError } from 'n8n-workflow';
import { asError } from '../../utils/asError';
import { databaseFailure } from '../errors/networkErrors';

/**
 * Why n8n could not give a node its credential. n8n says no more than, for example, "invalid syntax" where the expression
 * in a field fails, and keeps neither the field nor the credential.
 * @param failure whatever n8n threw
 * @returns an ApiError where it was n8n's database, else a UserError that says what could not be read
 */
export function unreadable(failure: unknown): Error {
	return (
		databaseFailure(failure) ??
		new UserError(`The 1Password credential could not be read: ${asError(failure).message}`, {
			description:
				'Check the expressions in the fields of the credential, and that it still exists and this workflow may use it.',
		})
	);
}
