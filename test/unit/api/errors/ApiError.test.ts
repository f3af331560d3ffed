import { ApiError } from '../../../../nodes/OnePasswordUsers/api/errors/ApiError';

const failure = (httpStatus: number | undefined, transient = false) =>
	new ApiError({ kind: 'refused', message: '', description: '', httpStatus, transient });

describe('a failure is 1Password’s word that nothing was changed', () => {
	it.each([400, 401, 403, 404, 409, 499])('with %d', (status) => {
		expect(failure(status).isRefusal).toBe(true);
	});

	it.each([undefined, 200, 302, 399, 500, 501, 503])('not with %p', (status) => {
		expect(failure(status).isRefusal).toBe(false);
	});

	it('not where the same request may work a moment later', () => {
		expect(failure(429, true).isRefusal).toBe(false);
	});
});

describe('a failure forbids this one thing', () => {
	it.each([
		[403, true],
		[401, false],
		[404, false],
		[undefined, false],
	])('with %p: %p', (status, expected) => {
		expect(failure(status).isForbidden).toBe(expected);
	});
});
