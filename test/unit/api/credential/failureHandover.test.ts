import { ApiError } from '../../../../nodes/OnePasswordUsers/api/errors/ApiError';
import { leaveFailure, takeFailure } from '../../../../nodes/OnePasswordUsers/api/credential/failureHandover';

describe('the failure of an exchange', () => {
	const failure = new ApiError({ kind: 'badCredentials', message: 'refused', description: 'copy again' });

	it('is there once, for the credential it is about', () => {
		const credential = { accountId: 'A' };
		leaveFailure(credential, failure);

		expect(takeFailure({ accountId: 'A' })).toBeUndefined();
		expect(takeFailure(credential)).toBe(failure);
		expect(takeFailure(credential)).toBeUndefined();
	});

	it('says nothing where it is not one of 1Password', () => {
		const credential = {};
		leaveFailure(credential, new Error('a defect'));

		expect(takeFailure(credential)).toBeUndefined();
	});
});
