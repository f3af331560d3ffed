import { createHash } from 'node:crypto';

/**
 * Says that several values are the same without giving any of them away.
 * @param length how many hexadecimal characters of the SHA-256; all 64 unless told
 */
export function hashOf(values: unknown[], length = 64): string {
	return createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, length);
}
