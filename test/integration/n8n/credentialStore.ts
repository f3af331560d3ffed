import { Credentials } from 'n8n-core';
import {
	getCredentialOwnRequestAllowedDomains,
	ICredentialsHelper,
	type ICredentialDataDecryptedObject,
	type ICredentials,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type INodeProperties,
} from 'n8n-workflow';
import { OnePasswordUsersApi } from '../../../credentials/OnePasswordUsersApi.credentials';

/**
 * The part of n8n that stores credentials and calls their hooks. It lives in the server, not in n8n-core, so it is
 * stood in for here, step by step as n8n 2.41 does it: the hook runs while the expirable property is empty or after a
 * 401; what it returns is merged into the data in hand and into what is stored.
 */
export class CredentialStore extends ICredentialsHelper {
	/** what the database holds */
	stored: ICredentialDataDecryptedObject;
	private readonly type = new OnePasswordUsersApi();
	reads = 0;

	constructor(data: ICredentialDataDecryptedObject) {
		super();
		const defaults = Object.fromEntries(
			this.type.properties.map(({ name, default: value }) => [name, value]),
		);
		this.stored = { ...defaults, ...data } as ICredentialDataDecryptedObject;
	}

	/** What a person does in the editor: some fields change, hidden ones stay as they were. */
	edit(data: ICredentialDataDecryptedObject): void {
		this.stored = { ...this.stored, ...data };
	}

	getParentTypes(): string[] {
		return [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		_type: string,
		request: IHttpRequestOptions,
	) {
		return await this.type.authenticate(credentials, request);
	}

	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		_type: string,
		node: INode,
		expired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		if (credentials.accessToken !== '' && !expired) return undefined;
		const output = await this.type.preAuthentication.call(withinDomains(helpers, credentials), credentials);
		if (output.accessToken === undefined || !node.credentials) return undefined;
		this.store(credentials, output);
		return Object.assign(credentials, output);
	}

	/** What becomes of a new token: it goes into what is stored, which may have been edited meanwhile. */
	protected store(_inHand: ICredentialDataDecryptedObject, output: ICredentialDataDecryptedObject): void {
		this.stored = { ...this.stored, ...output };
	}

	async runPreAuthentication(): Promise<undefined> {
		return await Promise.resolve(undefined);
	}

	async getCredentials(details: INodeCredentialsDetails, type: string): Promise<ICredentials> {
		return await Promise.resolve(new Credentials({ id: details.id, name: details.name }, type));
	}

	async getDecrypted(): Promise<ICredentialDataDecryptedObject> {
		this.reads++;
		return await Promise.resolve(structuredClone(this.stored));
	}

	async updateCredentials(
		_details: INodeCredentialsDetails,
		_type: string,
		data: ICredentialDataDecryptedObject,
	) {
		this.stored = await Promise.resolve(structuredClone(data));
	}

	async updateCredentialsOauthTokenData(): Promise<void> {
		return await Promise.reject(new Error('This credential is no OAuth2 credential of n8n'));
	}

	getCredentialsProperties(): INodeProperties[] {
		return this.type.properties;
	}
}

/** n8n before 2.31: with a new token it stores the whole credential as the run holds it, whatever was edited meanwhile. */
export class OldCredentialStore extends CredentialStore {
	protected override store(
		inHand: ICredentialDataDecryptedObject,
		output: ICredentialDataDecryptedObject,
	): void {
		this.stored = structuredClone(Object.assign(inHand, output));
	}
}

/** n8n holds the hook's own requests to the credential's Allowed Domains. */
function withinDomains(
	helpers: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): IHttpRequestHelper {
	const httpRequest = async (request: IHttpRequestOptions): Promise<unknown> => {
		const allowedDomains = getCredentialOwnRequestAllowedDomains(credentials);
		return await helpers.helpers.httpRequest(
			allowedDomains === undefined ? request : { ...request, allowedDomains },
		);
	};
	return { helpers: { httpRequest } };
}
