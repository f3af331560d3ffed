import type { Settings } from '../credential/settings';
import { accountUrl, methodOf } from '../endpoints';
import { explain, type Subject } from '../errors/answerErrors';
import { ApiError } from '../errors/ApiError';
import { asApiError, cancelled } from '../errors/networkErrors';
import { isTransientStatus } from '../errors/transient';
import { mayBeUnknownPath } from '../errors/unknownPaths';
import { withoutSecrets } from '../errors/withoutSecrets';
import type { ApiAnswer, ApiRequest } from '../types';
import { MAX_RETRIES, pauseBefore } from './retryPause';
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
	 * @returns an answer that no retry would change, any status
	 * @throws ApiError when there is none after the retries
	 */
	async send(request: ApiRequest): Promise<ApiAnswer> {
		let mayBeDone = false;
		for (let retries = 0; ; retries++) {
			const outcome = await this.shared.limit.run(
				async (period) => await this.attempt(request, period),
				this.signal,
			);
			const mayGoOn = retries < MAX_RETRIES && !this.session.dead;
			if (!(outcome instanceof ApiError)) {
				const answer = { ...outcome, mayBeDone };
				if (!isTransientStatus(outcome.statusCode)) return answer;
				if (!mayGoOn && mayBeUnknownPath(outcome)) return answer;
			}
			const failure = outcome instanceof ApiError ? outcome : this.explain(outcome, request);
			if (!failure.transient || !mayGoOn) throw failure;
			// 1Password counts requests before it does anything; of any other lost try nobody knows.
			mayBeDone ||= failure.httpStatus !== 429;
			this.shared.pause.extend(pauseBefore(retries, failure));
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

	/** One try; what got no answer comes back as an error to decide on. */
	private async attempt(request: ApiRequest, period: number): Promise<ApiAnswer | ApiError> {
		const { limit, pace, pause } = this.shared;
		// In this order, or all that a pause has held back would start at its end in one go.
		await pause.over(this.signal);
		await pace.turn();
		if (this.signal.aborted) throw cancelled();
		const outcome = await this.session.send(request).catch((failure: unknown) => asApiError(failure));
		if (outcome instanceof ApiError) return outcome;
		if (outcome.statusCode === 429) limit.halve(period);
		else if (!isTransientStatus(outcome.statusCode)) limit.grow(period);
		return outcome;
	}
}
