import { setTimeout as sleep } from 'node:timers/promises';
import axios, { type AxiosInstance, type AxiosRequestConfig } from 'axios';
import { PlainFailure } from './PlainFailure.ts';
import type { Workflow } from './exampleWorkflow.ts';

/** Who signs in. n8n wants 8 characters or more, a number and a capital letter in the password. */
export interface Owner {
	email: string;
	firstName: string;
	lastName: string;
	password: string;
}

export interface NewCredential {
	name: string;
	type: string;
	data: Record<string, unknown>;
}

/** How workflows refer to a credential. */
export interface CredentialReference {
	id: string;
	name: string;
}

/** What n8n says about a credential when it is tested. */
export interface CredentialTest {
	status: 'OK' | 'Error';
	message: string;
}

/** One execution as n8n stored it. */
export interface StoredExecution {
	id: string;
	workflowId: string;
	status: string;
	/** All data of all nodes, in n8n's own packed JSON ("flatted"). */
	data: string;
}

/** A file that a node put out; n8n keeps the contents elsewhere. */
export interface StoredFile {
	id: string;
	fileName: string;
	mimeType: string;
}

interface Publication {
	status: string;
	triggers: Array<{ status: string; errorMessage: string | null }>;
}

/** Activation is done in the background; it takes a second or two. */
const ACTIVE_WITHIN_MS = 30_000;

/** n8n gives no more at once. */
const EXECUTIONS_PER_PAGE = 100;

/** The part of n8n's REST interface that its editor uses and that we need to set one up. */
export class N8nRest {
	readonly #http: AxiosInstance;

	/**
	 * @param url where n8n listens, without a path
	 * @param signal calls off what is under way when it aborts
	 */
	constructor(url: string, signal?: AbortSignal) {
		this.#http = axios.create({
			baseURL: url,
			signal,
			proxy: false,
			timeout: 60_000,
			maxRedirects: 0,
			validateStatus: () => true,
		});
	}

	/** Makes the first user of a new n8n, and signs in. */
	async setUpOwner(owner: Owner): Promise<void> {
		await this.#call('set up the owner account', { method: 'POST', url: '/rest/owner/setup', data: owner });
	}

	/** Signs in to an n8n that has its owner already. */
	async login({ email, password }: Pick<Owner, 'email' | 'password'>): Promise<void> {
		const data = { emailOrLdapLoginId: email, password };
		await this.#call('sign in', { method: 'POST', url: '/rest/login', data });
	}

	/** @returns what workflows have to say to use it */
	async createCredential(credential: NewCredential): Promise<CredentialReference> {
		const { id, name } = await this.#call<CredentialReference>(`create the credential "${credential.name}"`, {
			method: 'POST',
			url: '/rest/credentials',
			data: credential,
		});
		return { id, name };
	}

	/** What the editor does when somebody saves a credential or presses "Retry". */
	async testCredential({ id }: CredentialReference, credential: NewCredential): Promise<CredentialTest> {
		return await this.#call<CredentialTest>(`test the credential "${credential.name}"`, {
			method: 'POST',
			url: '/rest/credentials/test',
			data: { credentials: { id, ...credential } },
		});
	}

	/** Stores a workflow, activates it, and waits until its webhooks and triggers are there. */
	async addActiveWorkflow(workflow: Workflow): Promise<{ id: string }> {
		const doing = `import the workflow "${workflow.name}"`;
		const { id, versionId } = await this.#call<{ id: string; versionId: string }>(doing, {
			method: 'POST',
			url: '/rest/workflows',
			data: workflow,
		});
		await this.#call(`activate the workflow "${workflow.name}"`, {
			method: 'POST',
			url: `/rest/workflows/${id}/activate`,
			data: { versionId },
		});
		await this.#waitUntilActive(id, workflow.name);
		return { id };
	}

	async #waitUntilActive(id: string, name: string): Promise<void> {
		const doing = `activate the workflow "${name}"`;
		const deadline = Date.now() + ACTIVE_WITHIN_MS;
		for (;;) {
			const { status, triggers } = await this.#call<Publication>(doing, {
				url: `/rest/workflows/${id}/publication-status`,
			});
			if (status === 'published' && triggers.every((trigger) => trigger.status === 'activated')) return;
			const failed = triggers.find((trigger) => trigger.status === 'failed');
			if (status === 'failed' || failed || Date.now() > deadline)
				throw new PlainFailure(`n8n did not ${doing} (${status}).`, failed?.errorMessage ?? '');
			await sleep(200);
		}
	}

	/**
	 * Calls the webhook of an active workflow.
	 *
	 * @param path as in the Webhook node
	 * @returns what the workflow replied
	 */
	async callWebhook<Reply>(
		path: string,
		request: Pick<AxiosRequestConfig, 'method' | 'data' | 'headers'>,
	): Promise<Reply> {
		const { status, data } = await this.#http.request<Reply>({ ...request, url: `/webhook/${path}` });
		if (status === 200) return data;
		throw new PlainFailure(`The webhook "${path}" answered ${status}.`, JSON.stringify(data, null, 2));
	}

	/** Every execution that n8n has stored, with all its data, the latest first. */
	async executions(): Promise<StoredExecution[]> {
		const all: StoredExecution[] = [];
		for (let last: StoredExecution | undefined; ; last = all.at(-1)) {
			const params = { limit: EXECUTIONS_PER_PAGE, ...(last && { lastId: last.id }) };
			const { results } = await this.#call<{ results: Array<{ id: string }> }>('list the executions', {
				url: '/rest/executions',
				params,
			});
			for (const { id } of results)
				all.push(await this.#call(`read execution ${id}`, { url: `/rest/executions/${id}` }));
			if (results.length < EXECUTIONS_PER_PAGE) return all;
		}
	}

	/** What the editor's "Retry" does with a failed execution; resolves when the new one has ended. */
	async retryExecution(id: string): Promise<{ id: string }> {
		return await this.#call(`retry execution ${id}`, {
			method: 'POST',
			url: `/rest/executions/${id}/retry`,
			data: { loadWorkflow: false },
		});
	}

	/** A file that a node put out, as text. */
	async readFile({ id, fileName }: StoredFile): Promise<string> {
		const params = { id, action: 'view' };
		const request = { url: '/rest/binary-data', params, responseType: 'text' } as const;
		const { status, data } = await this.#http.request<string>(request);
		if (status === 200) return data;
		throw new PlainFailure(`n8n would not hand out the file ${fileName}: status ${status}`);
	}

	/** @param doing as in "n8n would not …" */
	async #call<Answer>(doing: string, request: AxiosRequestConfig): Promise<Answer> {
		const { status, data, headers } = await this.#http.request<{ data: Answer; message?: string }>(request);
		if (status !== 200)
			throw new PlainFailure(`n8n would not ${doing}: ${data.message ?? `status ${status}`}`);
		const [cookie] = headers['set-cookie']?.map((text) => text.split(';', 1)[0]) ?? [];
		if (cookie) this.#http.defaults.headers.common['Cookie'] = cookie;
		return data.data;
	}
}
