import type { Shapes } from '../types.ts';

/** A token's lifetime as `expires_in`; undefined leaves it out. */
export function expiresInOf(seconds: number, shape: Shapes['expiresIn']): number | string | undefined {
	if (shape === 'absent') return undefined;
	if (shape === 'text') return String(seconds);
	return shape === 'whole-number' ? Math.floor(seconds) : seconds;
}
