import { withoutSecrets } from '../../../../nodes/OnePasswordUsers/api/errors/withoutSecrets';

const SECRET = 'a/secret+of=ours';

describe('what a server quotes of a secret', () => {
	it.each<[unknown, unknown]>([
		[`bad token ${SECRET}, ${SECRET}`, 'bad token [hidden], [hidden]'],
		[`secret=${encodeURIComponent(SECRET)}&x`, 'secret=[hidden]&x'],
		[
			{ error: { details: [SECRET, { token: SECRET }] } },
			{ error: { details: ['[hidden]', { token: '[hidden]' }] } },
		],
		[
			[SECRET, 7, null, true],
			['[hidden]', 7, null, true],
		],
	])('is hidden in %j', (body, shown) => {
		expect(withoutSecrets(body, [SECRET])).toEqual(shown);
	});

	it.each(['a text', { code: 7, message: 'no', details: [null] }, null, undefined, 12])(
		'is nothing in %j',
		(body) => {
			expect(withoutSecrets(body, [SECRET, ''])).toEqual(body);
		},
	);

	it('is hidden with all around it where a server nests it without end', () => {
		const nested = JSON.parse(`${'['.repeat(20_000)}"${SECRET}"${']'.repeat(20_000)}`) as unknown;

		expect(String(withoutSecrets(nested, [SECRET]))).toBe('[hidden]');
	});
});
