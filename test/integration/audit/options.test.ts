import { startSandbox } from '../../strictSandbox.ts';
import { audit } from '../n8n/parameters';
import { credentialFor, runNode } from '../n8n/runNode';
import { active, auditOf, inEachTest, rows, scene, suspended } from './scene';

inEachTest();

describe('the options of an audit', () => {
	it('keep to one domain, in the account and on the list', async () => {
		scene.people.push(
			active('dee', 'sub.example.com'),
			active('eva', 'example.org'),
			suspended('fay', 'example.org'),
		);
		const { told, hint } = await auditOf(
			rows('dee@sub.example.com', 'gone@example.net', 'gone@Example.org', 'FAY@example.org'),
			{ emailDomain: '@Example.ORG' },
		);

		expect(told).toEqual([
			['listed_not_found', 'gone@Example.org'],
			['suspended_listed', 'fay@example.org'],
			['active_not_listed', 'eva@example.org'],
		]);
		expect(hint?.message).toBe(
			'1 active but not listed, 1 listed but suspended, 1 listed but not found. 2 items in other domains left out.',
		);
	});

	it('refuse a domain in which nobody is listed', async () => {
		const { error } = await auditOf(rows('owner@example.com'), { emailDomain: 'exmaple.com' });

		expect(error?.message).toBe(
			'The list has no email in exmaple.com: everyone in this domain would seem not to be on it',
		);
		expect(scene.sandbox.requests()).toEqual([]);
	});

	it('leave out protected users, listed or not, by ID, email or pattern', async () => {
		scene.people.push(active('breakglass-1'), suspended('breakglass-2'), active('eva'));
		scene.sandbox = await startSandbox({ directory: scene.people });
		const { items } = await runNode(scene.sandbox, {
			parameters: audit({ ignoreProtectedUsers: true, includeMatches: true }),
			input: rows('breakglass-2@example.com', 'breakglass-3@example.com', 'eva@example.com'),
			credential: credentialFor(scene.sandbox, {
				protectedUsers: `${active('cem').id}\nOWNER@example.com, breakglass-*@example.com`,
			}),
		});

		expect(items.map(({ json }) => [json.finding, json.email])).toEqual([
			['listed_not_found', 'breakglass-3@example.com'],
			['active_listed', 'eva@example.com'],
			['active_not_listed', 'ana@example.com'],
			['suspended_not_listed', 'ben@example.com'],
		]);
	});

	it('report protected users unless they say otherwise', async () => {
		scene.sandbox = await startSandbox({ directory: scene.people });
		const { items } = await runNode(scene.sandbox, {
			parameters: audit(),
			input: rows('owner@example.com', 'cem@example.com'),
			credential: credentialFor(scene.sandbox, { protectedUsers: 'ana@example.com' }),
		});

		expect(items.map(({ json }) => json.email)).toEqual(['ana@example.com']);
	});

	it.each([
		[{ emailDomain: '={{ $json.nothing }}' }, 'Email Domain is null'],
		[{ emailDomain: 'ana@example.com' }, 'Email Domain is "ana@example.com"'],
		[{ includeMatches: 'maybe' }, 'Include Matches is "maybe"'],
		[{ ignoreProtectedUsers: '={{ $json.nothing }}' }, 'Ignore Protected Users is null'],
		[
			{ emailDomain: '={{ $json.email.split("@")[1] }}' },
			'The option Email Domain of Audit differs between the items 0 and 1',
		],
		[
			{ ignoreProtectedUsers: true, includeMatches: '={{ $itemIndex === 1 }}' },
			'The option Include Matches of Audit differs between the items 0 and 1',
		],
	])('fail the whole audit where they cannot be right: %j', async (options, message) => {
		const input = rows('owner@example.com', 'eva@example.org');
		const { error } = await auditOf(input, options);

		expect(error).toMatchObject({
			message,
			description: expect.stringMatching(/It (must be|holds for the whole list)/) as string,
		});
		expect(scene.sandbox.requests()).toEqual([]);
		await scene.sandbox.close();
		const { told } = await auditOf(input, options, { onError: 'continueRegularOutput' });

		expect(told).toEqual(input.map(({ email }) => [expect.stringContaining(message) as string, email]));
		expect(scene.sandbox.requests()).toEqual([]);
	});

	it('may come from an expression that gives the same for all items', async () => {
		const { told } = await auditOf(rows('owner@example.com', 'ana@example.com'), {
			emailDomain: '={{ "example" + ".com" }}',
		});

		expect(told).toEqual([['active_not_listed', 'cem@example.com']]);
	});
});
