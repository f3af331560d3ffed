import fc from 'fast-check';
import { UserError } from 'n8n-workflow';
import { everythingIn, failureOf, settings } from '../fixtures';

const custom = (baseUrl: string) => settings({ region: 'custom', baseUrl });

describe('a custom base URL', () => {
	it.each(['', '  \n', 5, true])('is asked for when it is %j, with an example', (baseUrl) => {
		const failure = failureOf(() => settings({ region: 'custom', baseUrl }));

		expect(failure.message).toBe(
			'The 1Password credential has no Base URL. Use the form https://api.example.com.',
		);
	});

	it.each([
		['https://api.example.com', 'https://api.example.com'],
		['  https://api.example.com/\r\n', 'https://api.example.com'],
		['HTTPS://API.EXAMPLE.COM', 'https://api.example.com'],
		['https://api.example.com:8443', 'https://api.example.com:8443'],
		['https://api.example.com:443', 'https://api.example.com'],
		['http://localhost:3000', 'http://localhost:3000'],
		['http://127.0.0.1:3000/', 'http://127.0.0.1:3000'],
		['http://127.8.9.10', 'http://127.8.9.10'],
		['http://[::1]:3000', 'http://[::1]:3000'],
		['https://[2001:db8::1]', 'https://[2001:db8::1]'],
	])('%j is the host %s', (baseUrl, origin) => {
		expect(custom(baseUrl).origin).toBe(origin);
	});

	it.each([
		'http://api.1password.com',
		'http://127.0.0.1.evil.com',
		'http://localhost.evil.com',
		'http://evil-localhost',
		'http://128.0.0.1',
		'http://0.0.0.0',
		'http://192.168.0.1',
		'http://[::2]',
		'http://[::ffff:10.0.0.1]',
		'ftp://api.example.com',
		'ws://localhost',
	])('%s would show the secret on its way', (baseUrl) => {
		expect(() => custom(baseUrl)).toThrow('must start with https://');
	});

	it.each([
		'https://api.example.com/v1',
		'https://api.example.com//',
		'https://api.example.com\\v1',
		'https://api.example.com?x=1',
		'https://api.example.com/?',
		'https://api.example.com#top',
		'https://api.example.com/#',
		'http://localhost:3000/v1',
	])('%s is more than a host', (baseUrl) => {
		expect(() => custom(baseUrl)).toThrow('must be the host alone');
	});

	it.each([
		'https://ana@api.example.com',
		'https://ana:word@api.example.com',
		'https://@api.example.com',
		'https://:@api.example.com',
		'https://api.1password.com@evil.com',
	])('%s has user info', (baseUrl) => {
		expect(() => custom(baseUrl)).toThrow('must not hold a user name or password');
	});

	it('is not repeated when it holds a password', () => {
		expect(everythingIn(failureOf(() => custom('https://ana:opensesame@api.example.com')))).not.toContain(
			'opensesame',
		);
	});

	it.each(['api.example.com', 'https://', 'https://a b', '//api.example.com', 'https://[::1'])(
		'%j is no URL',
		(baseUrl) => {
			expect(() => custom(baseUrl)).toThrow('is not a URL');
		},
	);

	it.each(['', '   ', '\n'])('cannot be empty: %j', (baseUrl) => {
		expect(() => custom(baseUrl)).toThrow('The 1Password credential has no Base URL.');
	});

	it('never leaves anything but scheme, host and port (property)', () => {
		const part = fc.constantFrom(
			'http://',
			'https://',
			'a.example',
			'localhost',
			'127.0.0.1',
			'[::1]',
			':80',
			'@',
			'/',
			'\\',
			'?',
			'#',
			':',
			'.',
			'v1',
		);
		fc.assert(
			fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
				let origin: string;
				try {
					origin = custom(parts.join('')).origin;
				} catch (failure) {
					expect(failure).toBeInstanceOf(UserError);
					return;
				}
				expect(new URL(origin).origin).toBe(origin);
				expect(origin).toMatch(/^(https:|http:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$)/);
			}),
		);
	});
});
