import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { npm } from '../../testbed/system/npm.ts';

const FOLDER = join(import.meta.dirname, 'scanner');
const MODULE = join(FOLDER, 'node_modules', '@n8n', 'scan-community-package', 'scanner', 'scanner.mjs');

/** n8n's scanner for community packages, which n8n runs on what is published and on the source it was built from. */
export interface Scanner {
	/** What it finds in a folder, as text for a person; empty if there is nothing. */
	findings(folder: string, kind: 'source' | 'packed'): Promise<string>;
}

/** The part of the scanner's code that analyses a folder; its command downloads from npm and GitHub instead. */
interface ScannerModule {
	SOURCE_FILE_PATTERNS: string[];
	analyzePackage(
		folder: string,
		patterns: string[],
	): Promise<{ passed: boolean; message?: string; details?: string }>;
}

/**
 * Installs n8n's scanner beside this file, pinned, and without running its dependencies' scripts.
 *
 * @param logFolder where npm's output is kept
 */
export async function installScanner(logFolder: string, signal: AbortSignal): Promise<Scanner> {
	const install = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
	const run = { cwd: FOLDER, logFile: join(logFolder, 'scanner.log'), signal };
	await npm("Installing n8n's scanner", install, run);
	const scanner = (await import(pathToFileURL(MODULE).href)) as ScannerModule;
	const patterns = { source: scanner.SOURCE_FILE_PATTERNS, packed: ['**/*.js', 'package.json'] };
	return {
		findings: async (folder, kind) => {
			const { passed, message, details } = await scanner.analyzePackage(folder, patterns[kind]);
			return passed ? '' : `${message}\n${details ?? ''}`;
		},
	};
}
