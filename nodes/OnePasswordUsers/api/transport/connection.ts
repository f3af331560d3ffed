import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { isRecord } from '../../utils/isRecord';
import { whileLocked } from './accountLock';
import { readSettings, type Settings } from '../credential/settings';
import { unreadable } from '../credential/unreadable';
import { API_VERSIONS, USERS_PATH } from '../endpoints';
import { badAnswer, type Subject } from '../errors/answerErrors';
import { ApiError } from '../errors/ApiError';
import { asApiError } from '../errors/networkErrors';
import { isRpcStatus, mayBeOfGateway, mayBeUnknownPath } from '../errors/unknownPaths';
import type { ApiAnswer, ApiRequest, ApiVersion } from '../types';
import type { KnownUsers } from './KnownUsers';
import type { Listing } from './Listing';
import { MAX_RETRIES } from './retryPause';
import { Sender } from './Sender';
import { Session } from './session';
import { nextMoment, sharedStateOf, type SharedState } from './sharedState';
import { CREDENTIAL, type NodeContext } from './transmit';
import { unlessAborted } from './unlessAborted';

/**
 * Opens the way to 1Password for one run: the credential is read and decrypted once, not for every request
 * (n8n would otherwise do both each time), and one renewal serves all requests of the run.
 * @param stop ends the run before its time, where n8n has no signal of its own for that (polls)
 * @throws UserError when the credential can't be read, or its fields cannot be right; ApiError when n8n's database fails
 */
export async function openConnection(context: NodeContext, stop?: AbortSignal): Promise<Connection> {
	const data = await context.getCredentials(CREDENTIAL).catch((failure: unknown) => {
		throw unreadable(failure);
	});
	const settings = readSettings(data);
	const signal = 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : stop;
	return new Connection(context, data, settings, signal);
}

/** The one way out to 1Password. */
export class Connection {
	readonly settings: Settings;
	/** when the run began; see `nextMoment` */
	readonly begun = nextMoment();
	private readonly session: Session;
	private readonly sender: Sender;
	private readonly shared: SharedState;
	private readonly signal: AbortSignal;
	private readonly stopped = new AbortController();
	private accountConfirmed: Promise<unknown> | undefined;
	private versionSearch: Promise<void> | undefined;
	private triedVersions = false;
	private canRead = true;

	constructor(
		context: NodeContext,
		data: ICredentialDataDecryptedObject,
		settings: Settings,
		signal: AbortSignal | undefined,
	) {
		const own = this.stopped.signal;
		this.signal = signal ? AbortSignal.any([signal, own]) : own;
		this.session = new Session(context, data, settings, this.signal);
		this.shared = sharedStateOf(settings);
		this.sender = new Sender(this.session, this.shared, settings, this.signal);
		this.settings = settings;
	}

	/** How many requests may be under way at once, those of other runs included. */
	get atOnce(): number {
		return this.shared.limit.atOnce;
	}

	/** Whom the last complete listing of the account has shown; undefined if there was none, or if this run can't read by ID. */
	get knownUsers(): KnownUsers | undefined {
		return this.canRead ? this.shared.known : undefined;
	}

	/** To be told when a user could not be read by ID, without which nobody is known. */
	couldNotRead(): void {
		this.canRead = false;
	}

	/** To be told the pages of a listing of everyone; see `SharedState`. */
	beginListing(): Listing {
		return this.shared.beginListing();
	}

	/** How many listings of everyone the runs of this process have under way, which began last, and what holds them back. */
	get underWay(): Pick<SharedState, 'listing' | 'listings' | 'pause'> {
		return this.shared;
	}

	/**
	 * Waits for what another run does, but no longer than this run goes on.
	 * @throws ApiError when the execution is cancelled before
	 */
	async waitFor<T>(work: Promise<T>): Promise<T> {
		return await unlessAborted(work, this.signal);
	}

	/** From now on nothing is sent, not even again: for work in parallel of which one part has failed. */
	stop(): void {
		this.stopped.abort();
	}

	/**
	 * Asks 1Password and waits for an answer worth having: what can pass is retried, a dead token renewed.
	 * @returns the body of a 2xx answer, parsed if it is JSON; the caller checks its shape
	 * @throws ApiError that explains what happened and what to do
	 */
	async ask(request: ApiRequest): Promise<unknown> {
		const { version } = this.session;
		let answer = await this.sender.send(request);
		if (mayBeUnknownPath(answer)) {
			// Not the user, the account or the right may be unknown but the path: versions get shut down.
			await (request.attempt === 'list' ? this.searchVersion(version) : this.confirmAccount(answer));
			const mayBeLost = request.attempt !== 'list' && mayBeOfGateway(answer);
			const before = { mayBeDone: answer.mayBeDone, retries: mayBeLost ? MAX_RETRIES : 0 };
			if (mayBeLost || this.session.version !== version) answer = await this.sender.send(request, before);
		}
		if (!isSuccess(answer)) throw this.sender.explain(answer, request);
		if (request.attempt === 'list' && isList(answer.body)) this.accountConfirmed ??= Promise.resolve();
		return answer.body;
	}

	/** Does work while no other run of this process does such work for the same account. */
	async whileLocked<T>(work: () => Promise<T>): Promise<T> {
		return await whileLocked(this.settings.accountId, this.signal, work);
	}

	/**
	 * Reads the credential once more: between a run's start and its changes, an administrator may have changed a safeguard.
	 * @throws ApiError when more than the secret has changed since the run began
	 */
	async checkRules(): Promise<void> {
		await this.session.readStored();
	}

	/** What an error about this request speaks of. */
	subjectOf(request: ApiRequest): Subject {
		return this.sender.subjectOf(request);
	}

	/**
	 * Revokes the credential's token.
	 * @returns whether there was one to revoke
	 */
	async revokeToken(): Promise<boolean> {
		return await this.session.revoke();
	}

	/**
	 * With `auto`, a path that is unknown in one version may be known in the other. Once in a run, however many requests ask.
	 * @param version in which the path is unknown
	 */
	private async searchVersion(version: ApiVersion): Promise<void> {
		if (this.settings.apiVersion !== 'auto') return;
		this.versionSearch ??= this.tryOtherVersion(version).finally(() => (this.versionSearch = undefined));
		await this.versionSearch;
	}

	private async listFirstUser(): Promise<void> {
		const body = await this.ask(FIRST_USER);
		if (!isList(body)) throw badAnswer('it is not a list of users', this.subjectOf(FIRST_USER));
	}

	/** Stays with the version in use where the other does not know the path either. */
	private async tryOtherVersion(version: ApiVersion): Promise<void> {
		if (this.triedVersions || this.session.version !== version) return;
		this.session.askFirst(API_VERSIONS.find((other) => other !== version)!);
		const answer = await this.sender.send(FIRST_USER);
		this.triedVersions = true;
		if (mayBeUnknownPath(answer)) this.session.askFirst(version);
	}

	/**
	 * A 404 for a user means "unknown user" only where the account is known: one listing of one user tells, once in a run, and
	 * again for an answer without 1Password's own error body, which a gateway may have written. An application without the
	 * right to list gets the benefit of that error body.
	 */
	private async confirmAccount(answer: ApiAnswer): Promise<void> {
		const fromTheApi = isRpcStatus(answer.body);
		if (!fromTheApi) this.accountConfirmed = undefined;
		const confirmation = (this.accountConfirmed ??= this.listFirstUser());
		try {
			await confirmation;
		} catch (failure) {
			const mayNotList = failure instanceof ApiError && failure.isForbidden;
			if (mayNotList && fromTheApi) return;
			// The next one asks again: what failed may work by then.
			if (this.accountConfirmed === confirmation) this.accountConfirmed = undefined;
			throw asApiError(failure);
		}
	}
}

const FIRST_USER: ApiRequest = { attempt: 'list', path: USERS_PATH, query: { max_page_size: 1 }, user: '' };

/** Every account has a user: on this page, or on one that follows. */
const isList = (body: unknown) =>
	isRecord(body) && (Array.isArray(body.results) || typeof body.next_page_token === 'string');

const isSuccess = ({ statusCode }: ApiAnswer) => statusCode >= 200 && statusCode < 300;
