import { fold } from '../../../nodes/OnePasswordUsers/utils/fold';

describe('two texts are the same to a person', () => {
	it('whatever their case and the spaces around them', () => {
		expect(fold(' ANA@Example.com\n')).toBe('ana@example.com');
	});

	it('whatever stands around them that nobody sees', () => {
		expect(fold('ana@example.com\u200b\u00ad')).toBe('ana@example.com');
	});

	it('also where Turkish rules made the capitals', () => {
		expect(fold('ADM\u0130N@example.com')).toBe('admin@example.com');
	});

	it('also where the case of a Greek letter depends on its place', () => {
		expect(fold('ΝΙΚΟΣ.Π@example.gr')).toBe(fold('νικος.π@example.gr'));
		expect(fold('ραΐσα@example.gr'.toUpperCase())).toBe(fold('ραΐσα@example.gr'));
	});

	it('however an accent is written', () => {
		expect(fold('jose\u0301@example.com')).toBe(fold('JOSÉ@example.com'));
	});

	it.each([
		['ana+siem@example.com', 'ana@example.com'],
		['ana@example.com', 'ana@example.org'],
		['a.na@example.com', 'ana@example.com'],
	])('but not %s and %s', (one, other) => {
		expect(fold(one)).not.toBe(fold(other));
	});
});
