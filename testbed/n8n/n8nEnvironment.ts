import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { LOOPBACK } from '../system/freePort.ts';

/** What an n8n needs to know beside our fixed settings. */
export interface N8nPlace {
	/** The Node.js it runs with, which is installed beside it; its folder is put first on the PATH. */
	node: string;
	userFolder: string;
	port: number;
	brokerPort: number;
}

/** Modules that would call n8n's servers, or that only make the start slower here. */
const NEEDLESS_MODULES = [
	'mcp-registry',
	'insights',
	'instance-ai',
	'quick-connect',
	'chat-hub',
	'mcp',
	'source-control',
	'external-secrets',
];

/** One for all n8n of this process, so that an n8n that is started again can read its database. */
const ENCRYPTION_KEY = randomBytes(24).toString('base64');

/**
 * The whole environment of an n8n that talks to this machine only and logs all it can.
 *
 * Nothing of the person's own environment is passed on: a database or a folder set there for another n8n must not be
 * touched.
 */
export function n8nEnvironment({ node, userFolder, port, brokerPort }: N8nPlace): NodeJS.ProcessEnv {
	return {
		PATH: [dirname(node), process.env['PATH']].join(delimiter),
		HOME: userFolder,
		TMPDIR: userFolder,
		LANG: process.env['LANG'],
		NODE_ENV: 'production',
		N8N_USER_FOLDER: userFolder,
		N8N_HOST: LOOPBACK,
		N8N_PORT: String(port),
		N8N_LISTEN_ADDRESS: LOOPBACK,
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_ENCRYPTION_KEY: ENCRYPTION_KEY,
		N8N_SECURE_COOKIE: 'false',
		N8N_LOG_LEVEL: 'debug',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_DISABLED_MODULES: needlessModules(node).join(','),
	};
}

/** Those that this n8n has: it does not start when it is told to do without one that it does not know. */
function needlessModules(node: string): string[] {
	const n8n = dirname(createRequire(node).resolve('n8n/package.json'));
	const modules = join(n8n, 'dist', 'modules');
	// Modules that need a licence have a folder that says so.
	return NEEDLESS_MODULES.filter((name) =>
		[name, `${name}.ee`].some((folder) => existsSync(join(modules, folder))),
	);
}
