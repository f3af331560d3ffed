import { createHash } from 'node:crypto';
import { scopesFrom } from '../checks/settingChecks.ts';
import { text } from '../checks/valueChecks.ts';
import { ALL_SCOPES } from '../contract/versionsAndScopes.ts';
import type { Application, Scope } from '../types.ts';

/** No application has this client ID. */
export class UnknownApplicationError extends Error {}

/** The OAuth applications of the account. */
export class Applications {
	readonly #byClientId = new Map<string, Application>();
	readonly #first: string;

	constructor(first: Application, others: readonly Partial<Application>[] = []) {
		this.#first = this.add(first).clientId;
		for (const other of others) this.add(other);
	}

	/** In the order they were added. */
	list(): Application[] {
		return [...this.#byClientId.values()];
	}

	/** @throws UnknownApplicationError */
	get(clientId = this.#first): Application {
		const application = this.#byClientId.get(clientId);
		if (application) return application;
		throw new UnknownApplicationError(`The sandbox has no application with the client ID ${clientId}`);
	}

	/** The application with these credentials: the plain base64 of `client_id:client_secret`. */
	withCredentials(base64: string): Application | undefined {
		const encoded = ({ clientId, clientSecret }: Application) =>
			Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
		return this.list().find((application) => encoded(application) === base64);
	}

	/** What is left out is made up. @throws if the client ID is taken or can't be sent by HTTP Basic */
	add(application: Partial<Application>): Application {
		const { clientId = this.#newClientId(), clientSecret, scopes } = application;
		if (/[:\p{Cc}]/u.test(text('clientId', clientId)) || clientId === '') {
			throw new Error('clientId must be text without a colon');
		}
		if (this.#byClientId.has(clientId)) {
			throw new Error(`The clientId ${clientId} must be new: there is such an application`);
		}
		const added: Application = {
			clientId,
			clientSecret: text('clientSecret', clientSecret ?? `sandbox-only:${clientId}`),
			scopes: scopesFrom(scopes ?? ALL_SCOPES),
		};
		this.#byClientId.set(clientId, added);
		return added;
	}

	#newClientId(): string {
		let number = this.#byClientId.size;
		while (this.#byClientId.has(madeUpClientId(number))) number++;
		return madeUpClientId(number);
	}

	setScopes(scopes: readonly Scope[], clientId?: string): void {
		const application = this.get(clientId);
		this.#byClientId.set(application.clientId, { ...application, scopes });
	}

	/** @throws if it is the first one, whose credentials the sandbox shows, or UnknownApplicationError */
	remove(clientId: string): void {
		if (this.get(clientId).clientId === this.#first) throw new Error('The first application must stay');
		this.#byClientId.delete(clientId);
	}
}

/** A UUID, as 1Password's client IDs are; always the same one for the same number. */
function madeUpClientId(number: number): string {
	const hex = createHash('sha256').update(`application ${number}`).digest('hex');
	return [
		hex.slice(0, 8),
		hex.slice(8, 12),
		`4${hex.slice(13, 16)}`,
		`8${hex.slice(17, 20)}`,
		hex.slice(20, 32),
	].join('-');
}
