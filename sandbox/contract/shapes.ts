import type { Shapes } from '../types.ts';

/** The choices for each shape of an answer; the first one is the default. */
export const SHAPE_CHOICES: {
	readonly [Name in Exclude<keyof Shapes, 'requestsPerSecond'>]: readonly [Shapes[Name], ...Shapes[Name][]];
} = {
	unsetFields: ['absent', 'empty', 'null'],
	unknownPaths: ['html', 'json', 'text'],
	wrongMethods: ['405-json', '405-text', '405-empty', '501-text'],
	errorDetails: ['none', 'objects'],
	errorCodes: ['numbers', 'upper-case', 'lower-case'],
	filtering: ['before-paging', 'after-paging'],
	expiresIn: ['number', 'whole-number', 'text', 'absent'],
	tokens: ['many', 'latest-only'],
};

/** What 1Password documents, or else what is most likely. */
export const DEFAULT_SHAPES: Shapes = {
	unsetFields: 'absent',
	unknownPaths: 'html',
	wrongMethods: '405-json',
	errorDetails: 'none',
	errorCodes: 'numbers',
	filtering: 'before-paging',
	expiresIn: 'number',
	tokens: 'many',
	requestsPerSecond: 0,
};
