import { Agent } from 'node:http';
import axios from 'axios';
import type { Sandbox } from '../../sandbox/server.ts';
import type { CredentialReference, N8nRest, NewCredential } from '../../testbed/n8n/N8nRest.ts';
import type { Line } from '../line/Line.ts';
import { httpRequestWorkflows } from './httpRequestWorkflows.ts';
import { packageWorkflows } from './packageWorkflows.ts';
import { webhookWorkflow } from './webhookWorkflow.ts';

/** What n8n is told of a sandbox. */
type Access = Record<'baseUrl' | 'accountId' | 'clientId' | 'clientSecret', string>;

/** What a place consists of. */
interface PlaceParts {
	/** Begins the names of its workflows. */
	name: string;
	sandbox: Sandbox;
	/** n8n reaches the sandbox through it; without one, directly */
	line?: Line;
	n8n: N8nRest;
	n8nUrl: string;
	/** Calls off calls that are under way. */
	signal: AbortSignal;
}

/** n8n closes idle connections, unseen by us while an account of 300,000 is being made up. */
const CONNECTION_EACH = new Agent({ keepAlive: false });

/** A sandbox, how far n8n is from it, and the workflows in n8n that use it. */
export class Place {
	/** for 1Password, of our type */
	readonly ourCredential: CredentialReference;
	readonly #parts: PlaceParts;

	private constructor(parts: PlaceParts, ourCredential: CredentialReference) {
		this.#parts = parts;
		this.ourCredential = ourCredential;
	}

	/** Adds credentials and workflows for a sandbox to n8n, and activates these. */
	static async create(parts: PlaceParts): Promise<Place> {
		const { name, n8n } = parts;
		const access = accessTo(parts);
		const ourCredential = await n8n.createCredential(ourCredentialFor(access, name));
		const theirCredential = await n8n.createCredential(theirCredentialFor(access, name));
		const workflows = {
			...packageWorkflows(ourCredential),
			...httpRequestWorkflows(`${access.baseUrl}/v1/accounts/${access.accountId}/users`, theirCredential),
		};
		for (const [workflow, nodes] of Object.entries(workflows))
			await n8n.addActiveWorkflow(webhookWorkflow(`${name}-${workflow}`, nodes));
		return new Place(parts, ourCredential);
	}

	get sandbox(): Sandbox {
		return this.#parts.sandbox;
	}

	/** @throws when there is no line, unless the distance is 0 */
	async setRoundTrip(ms: number): Promise<void> {
		const { line, name } = this.#parts;
		if (line) await line.setRoundTrip(ms);
		else if (ms !== 0) throw new Error(`There is no line to ${name}.`);
	}

	/**
	 * Runs one of its workflows.
	 *
	 * @param users whom it is to name, by ID or by email
	 * @returns the last item
	 */
	async run(workflow: string, users: unknown[]): Promise<Record<string, unknown>> {
		const { n8nUrl, name, signal } = this.#parts;
		const url = `${n8nUrl}/webhook/${name}-${workflow}`;
		const options = { proxy: false, signal, httpAgent: CONNECTION_EACH } as const;
		return (await axios.post<Record<string, unknown>>(url, { users }, options)).data;
	}

	/**
	 * Gives our credential another OAuth application: whatever n8n's process remembers about the account, it remembers for
	 * the old one.
	 */
	async useNewApplication(): Promise<void> {
		const { clientId, clientSecret } = this.sandbox.addApplication();
		const access = { ...accessTo(this.#parts), clientId, clientSecret };
		await this.#parts.n8n.updateCredential(this.ourCredential, ourCredentialFor(access, this.#parts.name));
	}
}

function accessTo({ sandbox, line }: PlaceParts): Access {
	const { url, accountId, clientId, clientSecret } = sandbox;
	return { baseUrl: line?.url ?? url, accountId, clientId, clientSecret };
}

const ourCredentialFor = (access: Access, name: string): NewCredential => ({
	name: `1Password Users ${name}`,
	type: 'onePasswordUsersApi',
	data: { region: 'custom', ...access },
});

const theirCredentialFor = ({ baseUrl, clientId, clientSecret }: Access, name: string): NewCredential => ({
	name: `Generic OAuth2 ${name}`,
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
