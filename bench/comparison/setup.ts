import { startTestbed } from '../../testbed/testbed.ts';
import type { CredentialReference, N8nRest } from '../../testbed/n8n/N8nRest.ts';
import type { Report } from '../../testbed/terminal/Report.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { BareLoop } from './BareLoop.ts';
import { N8nProcess } from './N8nProcess.ts';
import type { NewNode } from '../../testbed/n8n/newWorkflow.ts';
import { httpRequestWorkflows } from './httpRequestWorkflows.ts';
import { packageWorkflows } from './packageWorkflows.ts';
import { webhookWorkflow } from './webhookWorkflow.ts';

/** Longer than any benchmark takes: what a token costs is a scenario of its own. */
const TOKEN_LIFETIME_SECONDS = 86_400;

/** To begin with; each comparison has the account it needs. */
const FEWEST_USERS = 5;

/** Where everything is measured: one n8n, one sandbox, and a loop without n8n. */
export interface Setup extends AsyncDisposable {
	sandbox: Sandbox;
	n8n: N8nRest;
	n8nUrl: string;
	n8nVersion: string;
	process: N8nProcess;
	/** for 1Password, of our type */
	ourCredential: CredentialReference;
	bareLoop: BareLoop;
}

/**
 * Builds and packs the package, installs it into a new n8n, and activates all workflows in it.
 *
 * @param profileFolder where n8n leaves a CPU profile when it ends; by default it leaves none
 */
export async function startSetup(
	report: Report,
	signal: AbortSignal,
	profileFolder?: string,
): Promise<Setup> {
	await using cleanup = new AsyncDisposableStack();
	const profiling = profileFolder && { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profileFolder}` };
	const env = { ...PRODUCTION, ...profiling };
	const testbed = cleanup.use(await startTestbed({ users: FEWEST_USERS, env, signal }, report));
	const { n8n, sandbox, server, installed } = testbed;
	sandbox.setTokenLifetime(TOKEN_LIFETIME_SECONDS);
	const ourCredential = await addWorkflows(n8n, sandbox);
	const bareLoop = await BareLoop.start(sandbox);
	cleanup.use(bareLoop);

	const kept = cleanup.move();
	return {
		sandbox,
		n8n,
		n8nUrl: server.url,
		n8nVersion: installed.version,
		process: new N8nProcess(new URL(server.url).port),
		ourCredential,
		bareLoop,
		[Symbol.asyncDispose]: async () => await kept.disposeAsync(),
	};
}

/** n8n's default log level, and room for the emails of a large account in one call. */
const PRODUCTION = { N8N_LOG_LEVEL: 'info', N8N_PAYLOAD_SIZE_MAX: '64' };

/** @returns the credential of our type */
async function addWorkflows(n8n: N8nRest, sandbox: Sandbox): Promise<CredentialReference> {
	const { url: baseUrl, accountId, clientId, clientSecret } = sandbox;
	const onePasswordUsersApi = await n8n.createCredential({
		name: '1Password Users',
		type: 'onePasswordUsersApi',
		data: { region: 'custom', baseUrl, accountId, clientId, clientSecret },
	});
	const oAuth2Api = await n8n.createCredential({
		name: 'Generic OAuth2',
		type: 'oAuth2Api',
		data: {
			grantType: 'clientCredentials',
			accessTokenUrl: `${baseUrl}/v1/oauth/token`,
			clientId,
			clientSecret,
			scope: 'openid',
			authentication: 'header',
		},
	});
	const workflows: Record<string, NewNode[]> = {
		...packageWorkflows(onePasswordUsersApi),
		...httpRequestWorkflows(`${baseUrl}/v1/accounts/${accountId}/users`, oAuth2Api),
	};
	for (const [path, nodes] of Object.entries(workflows))
		await n8n.addActiveWorkflow(webhookWorkflow(path, nodes));
	return onePasswordUsersApi;
}
