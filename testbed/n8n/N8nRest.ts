import { setTimeout as sleep } from 'node:timers/promises';
import axios, { type AxiosInstance, type AxiosRequestConfig } from 'axios';
import type { Workflow } from './workflow.ts';
import type {
	CredentialReference,
	CredentialTest,
	NewCredential,
	Owner,
	Publication,
	StoredExecution,
	StoredFile,
} from './n8nRecords.ts';
import { PlainFailure } from '../terminal/PlainFailure.ts';
import { waitFor } from '../system/waitFor.ts';

export type { CredentialReference, CredentialTest, NewCredential, Owner, StoredExecution, StoredFile };

const REST_WITHIN_MS = 90_000;

/** Activation is done in the background; it takes a second or two. */
const ACTIVE_WITHIN_MS = 30_000;

/** n8n gives no more at once. */
const EXECUTIONS_PER_PAGE = 100;

/**
 * Every status that an execution can have. Where none is asked for, n8n's database is asked once for what runs and once for
 * what has ended, and an execution that ends in between is missing.
 */
const STATUSES = ['canceled', 'crashed', 'error', 'new', 'running', 'success', 'unknown', 'waiting'];

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
		await this.#untilReady();
		await this.#call('set up the owner account', { method: 'POST', url: '/rest/owner/setup', data: owner });
	}

	/** Signs in to an n8n that has its owner already. */
	async login({ email, password }: Pick<Owner, 'email' | 'password'>): Promise<void> {
		await this.#untilReady();
		const data = { emailOrLdapLoginId: email, password };
		await this.#call('sign in', { method: 'POST', url: '/rest/login', data });
	}

	/** n8n 2.0 says that it is ready before its REST interface is there. */
	async #untilReady(): Promise<void> {
		const look = async () => {
			const { data } = await this.#http.get<{ data?: { userManagement?: object } }>('/rest/settings');
			return data.data?.userManagement;
		};
		if (!(await waitFor(look, { withinMs: REST_WITHIN_MS, everyMs: 100 })))
			throw new PlainFailure(`n8n's REST interface did not answer within ${REST_WITHIN_MS / 1000} seconds.`);
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

	/** What the editor does when somebody changes a credential and saves it. */
	async updateCredential({ id }: CredentialReference, credential: NewCredential): Promise<void> {
		await this.#call(`change the credential "${credential.name}"`, {
			method: 'PATCH',
			url: `/rest/credentials/${id}`,
			data: credential,
		});
	}

	async deleteCredential({ id, name }: CredentialReference): Promise<void> {
		await this.#call(`delete the credential "${name}"`, { method: 'DELETE', url: `/rest/credentials/${id}` });
	}

	/** What the editor does when someone saves a credential or presses "Retry". */
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
			// n8n 2.0 insists on being told.
			data: { ...workflow, active: false },
		});
		await this.#call(`activate the workflow "${workflow.name}"`, {
			method: 'POST',
			url: `/rest/workflows/${id}/activate`,
			data: { versionId },
		});
		await this.waitUntilActive({ id, name: workflow.name });
		return { id };
	}

	/**
	 * Waits until n8n says that all webhooks and triggers of a workflow are there.
	 *
	 * @throws PlainFailure if n8n has given up on one of them, or needs too long
	 */
	async waitUntilActive({ id, name }: { id: string; name: string }): Promise<void> {
		const doing = `activate the workflow "${name}"`;
		const url = `/rest/workflows/${id}/publication-status`;
		// n8n 2.0 has no such thing: it has activated the workflow by the time it says so.
		if ((await this.#http.get(url)).status === 404) return;
		const deadline = Date.now() + ACTIVE_WITHIN_MS;
		for (;;) {
			const { status, triggers } = await this.#call<Publication>(doing, { url });
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

	/**
	 * Every execution that n8n has stored, with all its data, the latest first.
	 *
	 * @param workflow only its executions
	 */
	async executions(workflow?: { id: string }): Promise<StoredExecution[]> {
		const filter = JSON.stringify({ status: STATUSES, workflowId: workflow?.id });
		const all: StoredExecution[] = [];
		for (let last: StoredExecution | undefined; ; last = all.at(-1)) {
			const params = { limit: EXECUTIONS_PER_PAGE, filter, ...(last && { lastId: last.id }) };
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
		const query = { params: { id, action: 'view' }, responseType: 'text' } as const;
		const { status, data } = await this.#http.get<string>('/rest/binary-data', query);
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
