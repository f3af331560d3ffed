import { chromium, selectors, type Browser } from 'playwright-core';
import { LOOPBACK } from '../../../testbed/system/freePort.ts';
import { requireBrowser } from './requireBrowser.ts';

const ARGUMENTS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	// n8n's editor asks the npm registry about community packages; nothing here may leave this machine.
	`--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE ${LOOPBACK}`,
];

/**
 * Starts a Chromium that can reach this machine only.
 *
 * @param signal closes it when it aborts, so that whatever waits for it rejects at once
 * @throws PlainFailure if there is no Chromium
 */
export async function openBrowser(signal: AbortSignal): Promise<Browser> {
	const executablePath = await requireBrowser();
	selectors.setTestIdAttribute('data-test-id');
	const browser = await chromium.launch({
		executablePath,
		args: ARGUMENTS,
		// Playwright would end this process at once, and n8n would go on unseen.
		handleSIGINT: false,
		handleSIGTERM: false,
		handleSIGHUP: false,
	});
	const close = () => void browser.close();
	signal.addEventListener('abort', close, { once: true });
	browser.once('disconnected', () => signal.removeEventListener('abort', close));
	if (signal.aborted) close();
	return browser;
}
