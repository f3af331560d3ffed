import { PlainFailure } from './PlainFailure.ts';

const BY_CODE: Readonly<Record<string, string>> = {
	EADDRINUSE: 'A port that the demo needs is taken. Stop what uses it, or choose another one with --port.',
	ENOSPC: 'The disk is full. Free some space and start again.',
	EDQUOT: 'Your disk quota is used up. Free some space and start again.',
	EACCES: 'The demo may not write where it has to.',
	ENOTDIR: 'Where the demo needs a folder, there is a file.',
	EROFS: 'The demo has to write to a file system that is read-only.',
};

/** What to tell a person who does not know the demo's code: a sentence, then what may help to find the cause. */
export function failureText(error: unknown): string {
	if (error instanceof PlainFailure) return [error.message, error.details].filter(Boolean).join('\n\n');
	if (!(error instanceof Error)) return String(error);
	const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
	const known = BY_CODE[code];
	return known ? `${known} (${error.message})` : error.message;
}
