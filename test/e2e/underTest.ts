import { installN8n } from '../../demo/installN8n.ts';

/** Which n8n the suites run on: the pinned one unless `E2E_N8N` names another folder of `test/e2e/n8n`. */
export function n8nUnderTest(): typeof installN8n {
	return installN8n;
}

/** The package to test, if somebody has built and packed it already (`E2E_PACKAGE`), as `npm run test:e2e` does. */
export function packedPackage(): string | undefined {
	return process.env['E2E_PACKAGE'];
}
