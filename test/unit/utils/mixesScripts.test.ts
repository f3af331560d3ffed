import { mixesScripts } from '../../../nodes/OnePasswordUsers/utils/mixesScripts';

it.each(['\u0430na', 'c\u0435o@example.com', 'ce\u03bfo', 'example\ua4f8com', 'ce\u0640o', 'o\u02bcbrien'])(
	'%j mixes scripts',
	(text) => {
		expect(mixesScripts(text)).toBe(true);
	},
);

it.each([
	'ana@example.com',
	'сергей@example.ru',
	'josé.müller',
	'jose\u0301',
	'田中さん@例え.jp',
	'a1-б2',
	'',
])('%j does not', (text) => {
	expect(mixesScripts(text)).toBe(false);
});
