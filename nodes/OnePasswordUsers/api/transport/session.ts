import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { forgetIssuedToken, issuedAt } from '../credential/issueToken';
import { isRevoked, revokeStoredToken } from '../credential/revokeStoredToken';
import { withSameRules } from '../credential/sameRules';
import type { Settings } from '../credential/settings';
import { basicOf, usableToken, versionInUse, type HttpRequest } from '../credential/token';
import type { ApiError } from '../errors/ApiError';
import { asApiError, noAnswer } from '../errors/networkErrors';
import type { ApiAnswer, ApiRequest, ApiVersion } from '../types';
import { MAX_RETRIES } from './retryPause';
import { SentTokens } from './SentTokens';
import { forgetKnownUsers, sharedStateOf, type SharedState } from './sharedState';
import { CREDENTIAL, transmit, type HeldCredential, type NodeContext } from './transmit';
import { unlessAborted } from './unlessAborted';

/*
 * How a token is renewed:
 * 1. `usableToken` decides before each request whether the token in hand may be sent. A 401 takes it out of hand as well.
 * 2. The first request without one renews it; all others of the run wait for that.
 * 3. The credential is read anew, since n8n before 2.31 stores the whole of it with the token, as the run holds it: what
 *    an administrator changed meanwhile would be undone. A change that matters ends the run.
 * 4. The request is sent with an empty token, for which n8n calls the credential's `preAuthentication`. That asks
 *    1Password, once for all runs of the process that need a token; n8n merges the result into the object that the run
 *    holds, stores it, and sends the request.
 * 5. For a request of anybody else with a token that is no good (the HTTP Request node), `authenticate` throws what looks
 *    like a 401, which has n8n call `preAuthentication` too.
 */

interface Exchange {
	answer: ApiAnswer;
	/** the token that the request carried */
	token: string;
}

/** A run's credential and its token; see above. */
export class Session {
	/** Set when no token can be had in this run any more. */
	dead: ApiError | undefined;
	private readonly context: NodeContext;
	private settings: Settings;
	private readonly credential: HeldCredential;
	private readonly signal: AbortSignal | undefined;
	private readonly shared: SharedState;
	/** resolves with the failure, if the renewal under way fails */
	private renewal: Promise<ApiError | undefined> | undefined;
	private failedRenewals = 0;
	private lastRefusal: Exchange | undefined;
	readonly tokens = new SentTokens();

	/** @param data the decrypted credential; n8n merges a renewed token into this very object */
	constructor(
		context: NodeContext,
		data: ICredentialDataDecryptedObject,
		settings: Settings,
		signal: AbortSignal | undefined,
	) {
		this.context = context;
		this.settings = settings;
		this.signal = signal;
		this.shared = sharedStateOf(settings);
		// n8n looks at the data alone, and stores a renewed token under the node's own credential.
		this.credential = { id: '', name: CREDENTIAL, type: CREDENTIAL, data };
	}

	/** The API version whose paths the next request uses. */
	get version(): ApiVersion {
		return versionInUse(this.credential.data, this.settings);
	}

	/**
	 * Sends a request with a live token. A 401 means that the token died early: it is renewed and the request repeated,
	 * until the third token or the second fresh one was refused; for a hint, until the second token was.
	 * @returns whatever was answered, any status
	 * @throws ApiError when there is no answer, or no token
	 */
	async send(request: ApiRequest): Promise<ApiAnswer> {
		const first = await this.exchange(request);
		if (!this.isRefused(first)) return first.answer;
		const second = await this.exchange(request);
		// It may have been issued to another run long ago, and be as dead as the first; or revoked by anybody meanwhile.
		if (!this.isRefused(second) || request.isHint || this.tokens.refusesFresh) return second.answer;
		const third = await this.exchange(request);
		this.isRefused(third);
		return third.answer;
	}

	/** Whether the token was refused. Then the next request gets a new one, unless somebody has renewed it already. */
	private isRefused(exchange: Exchange): boolean {
		const { token, answer } = exchange;
		if (!this.tokens.note(token, answer.statusCode)) return false;
		this.lastRefusal = exchange;
		if (this.credential.data.accessToken === token) this.credential.data.accessToken = '';
		forgetIssuedToken(this.settings, ({ accessToken }) => accessToken === token);
		return true;
	}

	/** The next request gets a new token from this version, if it is there; else from the other. For API Version Automatic. */
	askFirst(version: ApiVersion): void {
		Object.assign(this.credential.data, { issuedBy: version, accessToken: '' });
		forgetIssuedToken(this.settings, ({ issuedBy }) => issuedBy !== version);
	}

	/**
	 * Revokes the token that the credential holds, once no pause is in force. What the process knows of the account is forgotten.
	 * @returns false when there is none to revoke
	 */
	async revoke(): Promise<boolean> {
		const http: HttpRequest = async (options) => {
			await this.shared.turn(this.signal);
			return (await this.context.helpers.httpRequest(options)) as unknown;
		};
		const revocation = revokeStoredToken(http, this.credential.data, this.settings);
		const token = await revocation.catch((failure: unknown) => {
			const cause = asApiError(failure);
			this.shared.pause.extendAfter(cause);
			throw cause;
		});
		forgetIssuedToken(this.settings);
		forgetKnownUsers(this.settings);
		if (this.credential.data.accessToken === token) this.credential.data.accessToken = '';
		return token !== undefined;
	}

	/** Whatever must not be shown of a server's error, which may quote what it was sent. */
	get secrets(): string[] {
		return [...this.tokens.all(), this.settings.clientSecret, basicOf(this.settings)];
	}

	private async exchange(request: ApiRequest): Promise<Exchange> {
		await this.turn();
		// No further token: it would be refused as well.
		if (this.lastRefusal && this.tokens.refusesFresh) return this.lastRefusal;
		const token = usableToken(this.credential.data, this.settings);
		if (token === undefined || isRevoked(token)) return await this.renewWith(request);
		this.tokens.add(token, false);
		return { answer: await this.transmit(request), token };
	}

	/** Resolves when a request may leave and no renewal is under way. Throws when no token can be had. */
	private async turn(): Promise<void> {
		do {
			// First, as nobody needs to wait for a turn to send nothing.
			const failure = this.renewal ? await unlessAborted(this.renewal, this.signal) : this.dead;
			if (failure) throw failure;
			await this.shared.turn(this.signal);
		} while (this.renewal || this.dead);
	}

	private async renewWith(request: ApiRequest): Promise<Exchange> {
		let settle: (failure?: ApiError) => void = () => {};
		this.renewal = new Promise((resolve) => (settle = resolve));
		const { data } = this.credential;
		let failure: ApiError | undefined;
		try {
			await this.readAnew();
			const sentAt = performance.now();
			// n8n does not stop an exchange when the execution is cancelled.
			const answer = await unlessAborted(this.transmit(request), this.signal);
			this.failedRenewals = 0;
			const token = typeof data.accessToken === 'string' ? data.accessToken : '';
			this.tokens.add(token, (issuedAt(this.settings, token) ?? Infinity) >= sentAt);
			return { answer, token };
		} catch (error) {
			const cause = asApiError(error);
			// With a token in place it was the request that failed, not its renewal.
			if (usableToken(data, this.settings) === undefined) failure = cause;
			throw cause;
		} finally {
			if (failure && (!failure.transient || ++this.failedRenewals > MAX_RETRIES)) this.dead = failure;
			this.renewal = undefined;
			settle(failure);
		}
	}

	/** Takes the credential as it is stored now, without its token. */
	private async readAnew(): Promise<void> {
		const { data } = this.credential;
		data.accessToken = '';
		const stored = await this.readStored();
		Object.assign(data, stored, { accessToken: '', issuedBy: data.issuedBy });
	}

	/** @throws ApiError when more than the secret has changed since the run began */
	async readStored(): Promise<ICredentialDataDecryptedObject> {
		const stored = await this.context.getCredentials(CREDENTIAL).catch((failure: unknown) => {
			throw noAnswer(failure, this.settings.origin, this.signal);
		});
		this.settings = withSameRules(stored, this.settings);
		return stored;
	}

	private async transmit(request: ApiRequest): Promise<ApiAnswer> {
		return await transmit(this.context, this.credential, request, this.settings.origin, this.signal);
	}
}
