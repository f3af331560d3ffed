import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IPollFunctions,
} from 'n8n-workflow';
import type { ApiError } from '../errors/ApiError';
import { API_VERSIONS, methodOf } from '../endpoints';
import { takeFailure } from '../credential/failureHandover';
import { asApiError, noAnswer } from '../errors/networkErrors';
import { isRecord } from '../../utils/isRecord';
import { MAX_RETRIES } from './retry';
import type { Settings } from '../credential/settings';
import {
	basicOf,
	ownToken,
	REQUEST_TIMEOUT_MS,
	revokeToken,
	usableToken,
	versionInUse,
} from '../credential/token';
import type { ApiAnswer, ApiRequest, ApiVersion } from '../types';

export const CREDENTIAL = 'onePasswordUsersApi';

export type NodeContext = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;

interface Exchange {
	answer: ApiAnswer;
	/** the token that the request carried */
	token: unknown;
}

/**
 * A run's credential and its token. Any number of parallel requests share one renewal: whoever first finds the token
 * unusable sends its own request with an empty token, for which n8n calls the credential's preAuthentication and
 * stores the result; the others wait for it.
 */
export class Session {
	/** Set when no token can be had in this run any more. */
	dead: ApiError | undefined;
	private readonly context: NodeContext;
	private readonly settings: Settings;
	private readonly credential: ICredentialsDecrypted & { data: ICredentialDataDecryptedObject };
	/** resolves with the failure, if the renewal under way fails */
	private renewal: Promise<ApiError | undefined> | undefined;
	private failedRenewals = 0;
	/** every token that this run has sent */
	private readonly tokens = new Set<string>();

	/** @param data the decrypted credential, read once; n8n merges a renewed token into this very object */
	constructor(context: NodeContext, data: ICredentialDataDecryptedObject, settings: Settings) {
		this.context = context;
		this.settings = settings;
		// n8n looks at the data alone, and stores a renewed token under the node's own credential.
		this.credential = { id: '', name: CREDENTIAL, type: CREDENTIAL, data };
	}

	/** The API version whose paths the next request uses. */
	get version(): ApiVersion {
		return versionInUse(this.credential.data, this.settings);
	}

	/**
	 * Sends a request with a live token. A 401 means that the token died early: it is renewed once, the request repeated once.
	 * @returns whatever was answered, any status
	 * @throws ApiError when there is no answer, or no token
	 */
	async send(request: ApiRequest): Promise<ApiAnswer> {
		const { answer, token } = await this.exchange(request);
		if (answer.statusCode !== 401) return answer;
		this.forgetToken(token);
		return (await this.exchange(request)).answer;
	}

	/** The next request gets a new token, unless another request has already renewed this one. */
	forgetToken(token: unknown = this.credential.data.accessToken): void {
		if (this.credential.data.accessToken === token) this.credential.data.accessToken = '';
	}

	/**
	 * Revokes the token that the credential holds.
	 * @returns false when it holds none that was issued for its host, account, client and secret
	 */
	async revoke(): Promise<boolean> {
		const { data } = this.credential;
		const token = ownToken(data, this.settings);
		const version = API_VERSIONS.find((known) => known === data.issuedBy);
		if (token === undefined || version === undefined) return false;
		await revokeToken((options) => this.context.helpers.httpRequest(options), token, version, this.settings);
		this.forgetToken(token);
		return true;
	}

	/** The same value without anything secret in its texts: a server's error may quote what it was sent. */
	withoutSecrets(value: unknown): unknown {
		if (typeof value === 'string') {
			const secrets = [...this.tokens, this.settings.clientSecret, basicOf(this.settings)];
			return secrets.reduce(
				(text, secret) => (secret === '' ? text : text.replaceAll(secret, '[hidden]')),
				value,
			);
		}
		if (Array.isArray(value)) return value.map((entry) => this.withoutSecrets(entry));
		if (!isRecord(value)) return value;
		return Object.fromEntries(
			Object.entries(value).map(([field, content]) => [field, this.withoutSecrets(content)]),
		);
	}

	private async exchange(request: ApiRequest): Promise<Exchange> {
		while (this.renewal) {
			const failure = await this.renewal;
			if (failure) throw failure;
		}
		if (this.dead) throw this.dead;
		const token = usableToken(this.credential.data, this.settings);
		if (token === undefined) return await this.renewWith(request);
		this.tokens.add(token);
		return { answer: await this.transmit(request), token };
	}

	private async renewWith(request: ApiRequest): Promise<Exchange> {
		let settle: (failure?: ApiError) => void = () => {};
		this.renewal = new Promise((resolve) => (settle = resolve));
		this.credential.data.accessToken = '';
		let failure: ApiError | undefined;
		try {
			const answer = await this.transmit(request);
			this.failedRenewals = 0;
			if (typeof this.credential.data.accessToken === 'string')
				this.tokens.add(this.credential.data.accessToken);
			return { answer, token: this.credential.data.accessToken };
		} catch (error) {
			const cause = asApiError(error);
			// With a token in place it was the request that failed, not its renewal.
			if (usableToken(this.credential.data, this.settings) === undefined) failure = cause;
			throw cause;
		} finally {
			if (failure && (!failure.transient || ++this.failedRenewals > MAX_RETRIES)) this.dead = failure;
			this.renewal = undefined;
			settle(failure);
		}
	}

	/** The one place from which requests of the Users API leave. URL's root, token and User-Agent come from the credential's `authenticate`. */
	private async transmit({ attempt, path, query }: ApiRequest): Promise<ApiAnswer> {
		const options: IHttpRequestOptions = {
			method: methodOf(attempt),
			url: path,
			qs: query,
			json: true,
			timeout: REQUEST_TIMEOUT_MS,
			disableFollowRedirect: true,
			// Every status comes back as an answer: no NodeApiError around what 1Password said, and no renewal by n8n, which would renew once for each parallel 401.
			ignoreHttpStatusErrors: true,
			returnFullResponse: true,
		};
		try {
			return (await this.context.helpers.httpRequestWithAuthentication.call(
				this.context,
				CREDENTIAL,
				options,
				{
					credentialsDecrypted: this.credential,
				},
			)) as ApiAnswer;
		} catch (failure) {
			throw takeFailure(this.credential.data) ?? noAnswer(failure, this.settings.origin);
		}
	}
}
