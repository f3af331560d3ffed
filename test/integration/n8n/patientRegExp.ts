import { setSafeRegexEngine } from 'n8n-workflow';

/**
 * n8n checks the parameters of a node by regular expressions, and gives up on one after 250 ms by the clock. On a busy
 * machine that hits any of them, so that a test fails for the time that others have taken. In the tests each takes as
 * long as it takes.
 */
setSafeRegexEngine({
	exec: (pattern, input, flags) => new RegExp(pattern, flags).exec(input),
	test: (pattern, input, flags) => new RegExp(pattern, flags).test(input),
	replace: (pattern, input, flags, replacement) => input.replace(new RegExp(pattern, flags), replacement),
	matchAll: (pattern, input, flags = '') => [
		...input.matchAll(new RegExp(pattern, flags.includes('g') ? flags : `${flags}g`)),
	],
	split: (pattern, input, flags) => input.split(new RegExp(pattern, flags)),
});
