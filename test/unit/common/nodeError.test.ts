import { NodeApiError, NodeOperationError, UserError, type INode } from 'n8n-workflow';
import { ApiError } from '../../../nodes/OnePasswordUsers/api/errors/ApiError';
import { ItemError } from '../../../nodes/OnePasswordUsers/common/ItemError';
import { descriptionOf, toNodeError, withNote } from '../../../nodes/OnePasswordUsers/common/nodeError';

const NODE: INode = {
	id: 'n1',
	name: '1Password Users',
	type: 'n8n-nodes-1password-users.onePasswordUsers',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};
const refused = new ApiError({
	kind: 'lastOwner',
	message: 'ana@example.com is the last owner',
	description: 'Make somebody else an owner.',
	httpStatus: 403,
	transient: true,
	retryAfterMs: 5000,
});
const invalid = new ItemError('ambiguous', 'Two users', 'Use By ID.');

describe('an error as n8n shows it', () => {
	it('is one of an API where 1Password has answered', () => {
		const error = toNodeError(NODE, refused, 3);

		expect(error).toBeInstanceOf(NodeApiError);
		expect(error).toMatchObject({
			message: 'ana@example.com is the last owner',
			description: 'Make somebody else an owner.',
			httpCode: '403',
			node: NODE,
			context: { itemIndex: 3 },
		});
		expect(error.cause).toBeUndefined();
	});

	it.each([
		['the node', invalid],
		[
			'the way to 1Password',
			new ApiError({ kind: 'unreachable', message: 'Two users', description: 'Use By ID.' }),
		],
	])('is one of an operation where it comes from %s', (_, failure) => {
		const error = toNodeError(NODE, failure, 0);

		expect(error).toBeInstanceOf(NodeOperationError);
		expect(error).toMatchObject({
			message: 'Two users',
			description: 'Use By ID.',
			context: { itemIndex: 0 },
		});
	});

	it('belongs to no item where none is named', () => {
		for (const failure of [refused, invalid])
			expect(toNodeError(NODE, failure).context.itemIndex).toBeUndefined();
	});

	it('keeps its message also where n8n would put another in its place', () => {
		const message = 'No user with the email eperm@EPERM.example in this account';

		expect(toNodeError(NODE, new ItemError('not_found', message)).message).toBe(message);
	});

	it('stays what it is where n8n shows it already', () => {
		const error = new NodeOperationError(NODE, 'shown');

		expect(toNodeError(NODE, error, 2)).toBe(error);
	});
});

describe('the advice of an error', () => {
	it.each([
		['of ours', invalid, 'Use By ID.'],
		['without one', new Error('without'), undefined],
		['with null in its place', Object.assign(new Error('null'), { description: null }), undefined],
		['with a number in its place', Object.assign(new Error('a number'), { description: 7 }), undefined],
		['of n8n', new UserError('text', { description: 'text' }), 'text'],
	])('is looked for in an error %s', (_, failure, description) => {
		expect(descriptionOf(failure)).toBe(description);
	});

	it('gets one more sentence, and everything else stays', () => {
		const noted = withNote(refused, 'Nobody was suspended.');

		expect(noted).toBeInstanceOf(ApiError);
		expect({ ...noted, message: noted.message }).toEqual({
			...refused,
			message: refused.message,
			description: 'Make somebody else an owner. Nobody was suspended.',
		});
		expect(withNote(invalid, 'Nobody was suspended.')).toMatchObject({
			reason: 'ambiguous',
			message: 'Two users',
			description: 'Use By ID. Nobody was suspended.',
		});
	});

	it('is that sentence alone where there is none', () => {
		expect(withNote(new UserError('broken'), 'Nobody was suspended.')).toMatchObject({
			name: 'ItemError',
			reason: 'invalid_input',
			message: 'broken',
			description: 'Nobody was suspended.',
		});
	});
});
