import { PlainFailure } from './PlainFailure.ts';

const BY_CODE: Readonly<Record<string, string>> = {
	EADDRINUSE: 'A port that is needed is taken. Stop what uses it, or choose another one with --port.',
	ENOSPC: 'The disk is full. Free some space and start again.',
	EDQUOT: 'Your disk quota is used up. Free some space and start again.',
	EACCES: 'A file or folder that is needed may not be written.',
	ENOTDIR: 'There is a file where a folder is needed.',
	EROFS: 'The file system is read-only.',
};

/** What to tell a person who does not know this code: a sentence, then what may help to find the cause. */
export function failureText(error: unknown): string {
	if (error instanceof PlainFailure) return [error.message, error.details].filter(Boolean).join('\n\n');
	if (!(error instanceof Error)) return String(error);
	const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
	const known = BY_CODE[code];
	return known ? `${known} (${error.message})` : error.message;
}
