import type { IDataObject } from 'n8n-workflow';
import { startSandbox } from '../../strictSandbox.ts';
import { audit } from '../n8n/parameters';
import { credentialFor, runNode } from '../n8n/runNode';
import { active, auditOf, inEachTest, rows, scene, suspended } from './scene';

inEachTest();

describe('audit', () => {
	it('gives the differences: about the list in its order, then about everyone else', async () => {
		const { items, error } = await auditOf(rows('gone@example.com', 'ben@example.com', 'owner@example.com'));

		expect(error).toBeUndefined();
		expect(items).toEqual([
			{ json: { finding: 'listed_not_found', email: 'gone@example.com' }, pairedItem: { item: 0 } },
			{ json: { finding: 'suspended_listed', ...sentAs('ben') }, pairedItem: { item: 1 } },
			{ json: { finding: 'active_not_listed', ...sentAs('ana') }, pairedItem: [{ item: 0 }, { item: 2 }] },
			{ json: { finding: 'active_not_listed', ...sentAs('cem') }, pairedItem: [{ item: 0 }, { item: 2 }] },
		]);
		expect(Object.keys(items[1]!.json)).toEqual([
			...['finding', 'id', 'email', 'display_name', 'state', 'create_time', 'path'],
		]);
	});

	it('gives with Include Matches what agrees, too', async () => {
		const { told } = await auditOf(rows('owner@example.com', 'cem@example.com', 'ana@example.com'), {
			includeMatches: true,
		});

		expect(told).toEqual([
			['active_listed', 'owner@example.com'],
			['active_listed', 'cem@example.com'],
			['active_listed', 'ana@example.com'],
			['suspended_not_listed', 'ben@example.com'],
		]);
	});

	it('says so when there are no differences', async () => {
		const { items, hint } = await auditOf(rows('owner@example.com', 'cem@example.com', 'ana@example.com'));

		expect(items).toEqual([]);
		expect(hint).toEqual({ message: 'No differences.', type: 'info', location: 'outputPane' });
	});

	it('lists the account once, and works with a read-only credential', async () => {
		scene.people = Array.from({ length: 2345 }, (_, user) => active(`user${user}`));
		scene.sandbox = await startSandbox({ directory: scene.people, scopes: ['users.list'] });
		const credential = credentialFor(scene.sandbox, { readOnly: true });
		const input = rows(...scene.people.slice(1).map(({ email }) => email));
		const { items } = await runNode(scene.sandbox, { parameters: audit(), input, credential });

		expect(items.map(({ json }) => json.email)).toEqual(['user0@example.com']);
		expect(scene.sandbox.requests().map(({ operation }) => operation)).toEqual([
			'token',
			'list',
			'list',
			'list',
		]);
	});

	it('takes the email from where the field says', async () => {
		const input = [{ mail: 'ANA@example.com' }, { mail: 'cem@example.com' }];
		const parameters = audit({}, { email: '={{ $json.mail.toLowerCase() }}' });
		const { told } = await auditOf(input, {}, { parameters });

		expect(told).toEqual([['active_not_listed', 'owner@example.com']]);
	});
});

describe('the account of an audit', () => {
	it('is judged user by user where several have one email', async () => {
		scene.people.push({ ...suspended('ana'), id: 'SECOND' }, { ...active('ana'), id: 'THIRD' });
		const { items } = await auditOf(rows('owner@example.com', 'ana@example.com', 'cem@example.com'), {
			includeMatches: true,
		});
		const ofAna = items.filter(({ json }) => json.email === 'ana@example.com');

		expect(ofAna.map(({ json, pairedItem }) => [json.finding, json.id, pairedItem])).toEqual([
			['active_listed', active('ana').id, { item: 1 }],
			['suspended_listed', 'SECOND', { item: 1 }],
			['active_listed', 'THIRD', { item: 1 }],
		]);
	});

	it.each<[shape: 'absent' | 'empty' | 'null']>([['absent'], ['empty'], ['null']])(
		'reports users without an email, with every option: sent as %s',
		async (unsetFields) => {
			scene.people.push({ ...active('nameless'), email: undefined });
			scene.sandbox = await startSandbox({ directory: scene.people, shapes: { unsetFields } });
			const options = { emailDomain: 'example.com', ignoreProtectedUsers: true };
			const { items } = await runNode(scene.sandbox, {
				parameters: audit(options),
				input: rows('owner@example.com', 'ana@example.com', 'cem@example.com', ''),
				credential: credentialFor(scene.sandbox, { protectedUsers: '*@example.com' }),
			});

			expect(items).toMatchObject([{ json: { finding: 'active_not_listed', id: active('nameless').id } }]);
		},
	);

	it.each([['STATE_UNSPECIFIED'], ['LOCKED'], ['active'], [undefined], [''], [null]])(
		'is not guessed about where the state is %j',
		async (state) => {
			scene.people = [active('owner'), active('ana'), active('cem')];
			scene.sandbox = await startSandbox({ directory: scene.people });
			scene.sandbox.fault({
				match: 'list',
				transform: (body) => {
					const { results } = body as { results: IDataObject[] };
					return { results: results.map((user, place) => (place === 0 ? user : { ...user, state })) };
				},
			});
			const { items, run } = await runNode(scene.sandbox, {
				parameters: audit(),
				input: rows('owner@example.com', 'ana@example.com'),
			});

			expect(items.map(({ json }) => [json.finding, json.email])).toEqual([
				['unknown_listed', 'ana@example.com'],
				['unknown_not_listed', 'cem@example.com'],
			]);
			expect(run.data.resultData.runData['1Password Users']?.[0]?.hints?.[0]?.message).toBe(
				'1 not listed and in an unknown state, 1 listed and in an unknown state.',
			);
		},
	);

	it('may get a field of the name that the findings have', async () => {
		scene.sandbox = await startSandbox({ directory: scene.people });
		scene.sandbox.fault({
			match: 'list',
			transform: () => ({ results: [{ ...active('ana'), finding: 'active_listed', extra: [1] }] }),
		});
		const { items } = await runNode(scene.sandbox, { parameters: audit(), input: rows('gone@example.com') });

		expect(items[1]?.json).toMatchObject({ finding: 'active_not_listed', extra: [1] });
	});
});

/** A user of the sandbox as the API sends it. */
function sentAs(name: string): IDataObject {
	const { kind, ...user } = scene.sandbox.user(`${name}@example.com`);
	return kind ? { ...user } : {};
}
