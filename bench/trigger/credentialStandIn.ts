import { createRequire } from 'node:module';
import type {
	ICredentialDataDecryptedObject,
	ICredentialsHelper,
	IHttpRequestOptions,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import type * as Shipped from '../../credentials/OnePasswordUsersApi.credentials.ts';
import type { Task } from './cases.ts';

const load = createRequire(import.meta.url);
const { OnePasswordUsersApi } = load(
	'../../dist/credentials/OnePasswordUsersApi.credentials.js',
) as typeof Shipped;

/** What n8n's server does about credentials, as far as a poll needs it: it keeps one, and renews its token when asked. */
export function withCredential(task: Task): IWorkflowExecuteAdditionalData {
	const type = new OnePasswordUsersApi();
	const defaults = Object.fromEntries(type.properties.map(({ name, default: value }) => [name, value]));
	const stored = { ...defaults, region: 'custom', ...task.credential } as ICredentialDataDecryptedObject;
	const helper: Partial<ICredentialsHelper> = {
		getParentTypes: () => [],
		isCredentialUsableByNode: () => true,
		getCredentialsProperties: () => type.properties,
		getDecrypted: async () => await Promise.resolve({ ...stored }),
		authenticate: async (credential, _type, request) =>
			await type.authenticate(credential, request as IHttpRequestOptions),
		async preAuthentication(helpers, credential, _type, _node, expired) {
			if (credential.accessToken !== '' && !expired) return undefined;
			const renewed = await type.preAuthentication.call(helpers, credential);
			Object.assign(stored, renewed);
			return Object.assign(credential, renewed);
		},
	};
	const known: Partial<IWorkflowExecuteAdditionalData> = { credentialsHelper: helper as ICredentialsHelper };
	return known as IWorkflowExecuteAdditionalData;
}
