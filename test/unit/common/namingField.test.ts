import type { INodeProperties } from 'n8n-workflow';
import { ItemError } from '../../../nodes/OnePasswordUsers/common/ItemError';
import { namingField } from '../../../nodes/OnePasswordUsers/common/namingField';

const field = (name: string, displayName: string, options?: INodeProperties[]): INodeProperties => ({
	name,
	displayName,
	type: options ? 'collection' : 'string',
	default: '',
	...(options && { options }),
});
const FIELDS = [
	field('user', 'User'),
	field('options', 'Options', [field('dryRun', 'Dry Run'), field('maxChanges', 'Max Changes')]),
];

/** What is said of a failure where these parameters fail with these messages. */
const told = (failure: Error, messages: Record<string, string>) =>
	namingField(failure, FIELDS, (parameter) => {
		const message = messages[parameter];
		if (message !== undefined) throw new Error(message);
	});

describe('of a failing expression', () => {
	it.each([
		[{ user: 'no' }, 'The expression in User fails: no'],
		[{ options: 'no', 'options.maxChanges': 'no' }, 'The expression in Max Changes fails: no'],
		[{ options: 'no' }, 'The expression in Options fails: no'],
		[{ user: 'another', options: 'no', 'options.dryRun': 'no' }, 'The expression in Dry Run fails: no'],
		[
			{ options: 'another', 'options.dryRun': 'another', 'options.maxChanges': 'no' },
			'The expression in Max Changes fails: no',
		],
	])('the field is named: %j', (messages, message) => {
		expect(told(new Error('no'), messages)).toMatchObject({
			message,
			description: 'Check the expression in this field.',
			reason: 'invalid_input',
		});
	});

	it('nothing is evaluated where the failure says already which value is wrong', () => {
		const failure = new ItemError('invalid_input', 'Limit is "ten"');
		const evaluate = () => {
			throw failure;
		};

		expect(namingField(failure, FIELDS, evaluate)).toBe(failure);
	});

	it.each<Record<string, string>>([{}, { user: 'another' }])(
		'nothing is said where it was none: %j',
		(messages) => {
			const failure = new Error('no');

			expect(told(failure, messages)).toBe(failure);
		},
	);
});
