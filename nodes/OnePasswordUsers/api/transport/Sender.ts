import type { Settings } from '../credential/settings';
import { accountUrl, methodOf } from '../endpoints';
import { explain, type Subject } from '../errors/answerErrors';
import { ApiError } from '../errors/ApiError';
import { asApiError } from '../errors/networkErrors';
import { isTransientStatus } from '../errors/transient';
import { mayBeUnknownPath } from '../errors/unknownPaths';
import { withoutSecrets } from '../errors/withoutSecrets';
import type { ApiAnswer, ApiRequest } from '../types';
import { MAX_RETRIES } from './retryPause';
import type { Session } from './session';
import type { SharedState } from './sharedState';

/** Sends a run's requests, as fast as all runs together may, and again where that can help. */
export class Sender {
	private readonly session: Session;
	private readonly shared: SharedState;
	private readonly settings: Settings;
	private readonly signal: AbortSignal;

	constructor(session: Session, shared: SharedState, settings: Settings, signal: AbortSignal) {
		this.session = session;
		this.shared = shared;
		this.settings = settings;
		this.signal = signal;
	}

	/**
	 * Sends a request, and retries what can pass.
	 * @param before how often the same request was retried already, and whether what it asks for may have been done
	 * @returns an answer that no retry would change, any status
	 * @throws ApiError when there is none after the retries
	 */
	async send(request: ApiRequest, before: Before = {}): Promise<ApiAnswer> {
		let { retries = 0, mayBeDone = false } = before;
		for (; ; retries++) {
			const { answer, failure } = await this.shared.limit.run(
				async (period) => await this.attempt(request, period, retries),
				this.signal,
			);
			if (!failure) return { ...answer, mayBeDone };
			const mayGoOn = this.mayRetry(retries);
			if (answer && !mayGoOn && mayBeUnknownPath(answer)) return { ...answer, mayBeDone };
			if (!failure.transient || !mayGoOn) throw mayBeDone ? failure.asMaybeDone() : failure;
			// 1Password counts requests before it does anything; of any other lost try nobody knows.
			mayBeDone ||= failure.httpStatus !== 429;
		}
	}

	/** What an error about this request speaks of. */
	subjectOf({ attempt, path, user }: ApiRequest): Subject {
		const { origin, accountId } = this.settings;
		const { version } = this.session;
		const request = `${methodOf(attempt)} ${accountUrl('', version, accountId)}${path}`;
		return { attempt, user, request, origin, version };
	}

	/** Maps an answer to the error that says what happened and what to do. */
	explain(answer: ApiAnswer, request: ApiRequest): ApiError {
		const body = withoutSecrets(answer.body, this.session.secrets);
		const failure = explain({ ...answer, body }, this.subjectOf(request));
		return answer.mayBeDone ? failure.asMaybeDone() : failure;
	}

	/**
	 * One try. What failed and may pass holds back all others before the place of this one is free for the next.
	 * @param retries how many retries went before
	 */
	private async attempt(request: ApiRequest, period: number, retries: number): Promise<Outcome> {
		const outcome = await this.tryOnce(request);
		const { answer, failure } = outcome;
		const { limit, pause } = this.shared;
		if (answer?.statusCode === 429) limit.halve(period);
		else if (answer && !failure) limit.grow(period);
		// Also after the last try: what 1Password asks for goes for all runs, not for this one alone.
		if (failure) pause.extendAfter(failure, retries, this.mayRetry(retries));
		return outcome;
	}

	private async tryOnce(request: ApiRequest): Promise<Outcome> {
		try {
			const answer = await this.session.send(request);
			if (!isTransientStatus(answer.statusCode)) return { answer };
			return { answer, failure: this.explain(answer, request) };
		} catch (failure) {
			return { failure: asApiError(failure) };
		}
	}

	private mayRetry(retries: number): boolean {
		return retries < MAX_RETRIES && !this.session.dead;
	}
}

interface Before {
	retries?: number;
	mayBeDone?: boolean;
}

/** What a try gave: an answer that no retry would change, or a failure, with the answer that it stands for if there is one. */
type Outcome = { answer: ApiAnswer; failure?: undefined } | { answer?: ApiAnswer; failure: ApiError };
