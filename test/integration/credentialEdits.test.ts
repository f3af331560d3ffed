import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { startSandbox, type Sandbox } from '../strictSandbox.ts';
import { CredentialStore, OldCredentialStore } from './n8n/credentialStore';
import { FROM_INPUT, get, named, suspend } from './n8n/parameters';
import { credentialFor, runNode } from './n8n/runNode';

let sandbox: Sandbox;
beforeEach(async () => (sandbox = await startSandbox({ users: 12, suspendedShare: 0 })));
afterEach(async () => await sandbox.close());

const STORES = [
	['the newest', CredentialStore],
	['an old', OldCredentialStore],
] as const;

/** An administrator edits the credential while a run reads its fifth user; then the token dies, and the run renews it. */
async function runWithEdit(
	Store: typeof CredentialStore,
	edit: ICredentialDataDecryptedObject,
	parameters = get('id', FROM_INPUT),
) {
	const credential = new Store(credentialFor(sandbox).stored);
	let reads = 0;
	const interrupt = (body: unknown) => {
		if (++reads !== 5) return body;
		credential.edit(edit);
		sandbox.revokeAllTokens();
		return body;
	};
	sandbox.fault({ match: 'get', times: Infinity, transform: interrupt });
	const input = named(sandbox.users.slice(1).map(({ id }) => id));
	const { items } = await runNode(sandbox, {
		parameters,
		input,
		credential,
		onError: 'continueRegularOutput',
	});
	const failed = items.flatMap(({ json }) => (json.error ? [json] : []));
	return {
		credential,
		errors: failed.map(({ error }) => error),
		reasons: failed.map(({ reason }) => reason),
	};
}

describe.each(STORES)('an edit during a run, with %s n8n', (_, Store) => {
	it.each<ICredentialDataDecryptedObject>([
		{ readOnly: true },
		{ protectedUsers: 'ana@example.com' },
		{ accountId: 'ANOTHERACCOUNT' },
	])('is not undone by the renewal of the token, and nobody else is changed: %j', async (edit) => {
		const { credential, errors, reasons } = await runWithEdit(Store, edit, suspend('id', FROM_INPUT));

		expect(credential.stored).toMatchObject(edit);
		expect(errors).toContainEqual(
			expect.stringContaining('The 1Password credential was changed while this run was under way'),
		);
		expect(reasons).toContain('credential_changed');
		expect(reasons).not.toContain('bad_credentials');
		expect(sandbox.requests('suspend')).toEqual([]);
	});

	it('of the secret is taken up: the run goes on with it', async () => {
		const { credential, errors } = await runWithEdit(Store, { clientSecret: ` ${sandbox.clientSecret}\n` });

		expect(errors).toEqual([]);
		expect(credential.stored.clientSecret).toBe(` ${sandbox.clientSecret}\n`);
	});

	it('that breaks the credential ends the run', async () => {
		const { credential, errors } = await runWithEdit(Store, { baseUrl: 'not a url' });

		expect(errors).toContainEqual(expect.stringContaining('was changed while this run was under way'));
		expect(credential.stored.baseUrl).toBe('not a url');
	});
});

it('a credential that cannot be read for the renewal is told as trouble of n8n', async () => {
	const credential = credentialFor(sandbox);
	const read = credential.getDecrypted.bind(credential);
	let reads = 0;
	credential.getDecrypted = async () => {
		if (++reads > 1) throw Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' });
		return await read();
	};
	const { error } = await runNode(sandbox, { parameters: get('id', sandbox.users[0]!.id), credential });

	expect(error?.message).toBe('n8n could not send the request to 1Password');
	expect(sandbox.requests()).toEqual([]);
});
