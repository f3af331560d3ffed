import { asciiDomain } from '../../../nodes/OnePasswordUsers/utils/asciiDomain';
import { foldEmail } from '../../../nodes/OnePasswordUsers/utils/foldEmail';

describe('two emails are the same', () => {
	it.each([
		['Ana@Example.com ', 'ana@example.com'],
		['ana@münchen.example', 'ana@xn--mnchen-3ya.example'],
		['JOSÉ@MÜNCHEN.EXAMPLE', 'josé@XN--MNCHEN-3YA.example'],
		['ana@mail.例え.テスト', 'ana@mail.xn--r8jz45g.xn--zckzah'],
	])('%s and %s', (one, other) => {
		expect(foldEmail(one)).toBe(foldEmail(other));
	});

	it.each([
		['ana@münchen.example', 'ana@munchen.example'],
		['müller@example.com', 'xn--mller-kva@example.com'],
		['ana@\u0435xample.com', 'ana@example.com'],
		['ana@münchen.example/x', 'ana@münchen.example'],
		['ana@münchen.example:80', 'ana@münchen.example'],
		['ana@münchen.example?x', 'ana@münchen.example'],
	])('but not %s and %s', (one, other) => {
		expect(foldEmail(one)).not.toBe(foldEmail(other));
	});
});

describe('a domain', () => {
	it.each([
		'example.com',
		'*.example.com',
		'',
		'mün chen',
		'münchen.123',
		'mün%chen',
		'xn--mnchen-3ya.example',
	])('has no other form: %j', (domain) => {
		expect(asciiDomain(domain)).toBe(domain);
	});

	it.each([
		['*.münchen.example', '*.xn--mnchen-3ya.example'],
		['*münchen.example', '*xn--mnchen-3ya.example'],
	])('of a pattern keeps its asterisk: %s', (pattern, ascii) => {
		expect(asciiDomain(pattern)).toBe(ascii);
	});
});
