import { errors, type Locator } from 'playwright-core';

/** Longer than what n8n's editor needs on a busy machine for anything but to load. */
const EFFECT_MS = 10_000;
const MOST_TRIES = 6;

/**
 * Does something, and does it again while its effect is not to be seen, as a person would: the editor forgets a key, a
 * click or a text that comes while a part of it is still loading.
 *
 * @param effect what is to be seen then, or what waits for it, so many milliseconds: it throws a TimeoutError like Playwright's
 * @throws Error when it is not seen after the sixth time either
 */
export async function untilSeen(
	effect: Locator | ((withinMs: number) => Promise<void>),
	act: () => Promise<void>,
): Promise<void> {
	for (let tries = 1; ; tries++) {
		await act();
		try {
			return await (typeof effect === 'function'
				? effect(EFFECT_MS)
				: effect.waitFor({ timeout: EFFECT_MS }));
		} catch (error) {
			if (!(error instanceof errors.TimeoutError) || tries === MOST_TRIES) throw error;
		}
	}
}
