import assert from 'node:assert/strict';
import { fastify } from 'fastify';
import { ActiveExample } from '../../../testbed/n8n/ActiveExample.ts';
import { LOOPBACK } from '../../../testbed/system/freePort.ts';
import { waitFor } from '../../../testbed/system/waitFor.ts';
import type { SuiteTestbed } from '../SuiteTestbed.ts';

const FILE = 'nightly-inventory-to-siem.json';

/** "Nightly inventory → SIEM", started every ten seconds: Elasticsearch gets a document for everybody. */
export async function sendsInventory(suite: SuiteTestbed): Promise<void> {
	await using elastic = await startElastic();
	const elasticsearchApi = await suite.n8n.createCredential({
		name: 'Our cluster',
		type: 'elasticsearchApi',
		data: { username: 'n8n', password: 'only for this test', baseUrl: elastic.url, ignoreSSLIssues: false },
	});
	const users = suite.sandbox.users.map((user) => ({ ...user }));
	await ActiveExample.import(suite, FILE, {
		credentials: { elasticsearchApi },
		activate: ['Send to Elasticsearch'],
		fillIn: (workflow) => ({
			...workflow,
			nodes: workflow.nodes.map((node) =>
				node.name === 'Every Night'
					? { ...node, parameters: { rule: { interval: [{ field: 'seconds', secondsInterval: 10 }] } } }
					: node,
			),
		}),
	});
	const isComplete = () => elastic.documents.length >= users.length || undefined;
	assert(await waitFor(isComplete, { withinMs: 60_000, everyMs: 250, signal: suite.signal }), 'nothing came');
	const sent = elastic.documents.slice(0, users.length);
	const known = users.map(({ id, email, display_name, state, create_time }) => ({
		user: { id, email: email ?? null, full_name: display_name ?? null },
		onepassword: { user: { state, created: create_time } },
	}));
	assert.deepEqual(
		sent.map(({ user, onepassword }) => ({ user, onepassword })),
		known,
	);
	for (const document of sent) assert.match(String(document['@timestamp']), /^\d{4}-\d\d-\d\dT.+Z$/);
}

/** What of Elasticsearch takes documents in bulk. */
async function startElastic() {
	const documents: Array<Record<string, unknown>> = [];
	const app = fastify({ forceCloseConnections: true });
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
	app.post('/_bulk', (request) => {
		const lines = String(request.body).trim().split('\n');
		const sent = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
		const added = sent.filter((_, index) => index % 2 === 1);
		documents.push(...added);
		return {
			errors: false,
			items: added.map(() => ({ index: { _index: 'onepassword-users', status: 201 } })),
		};
	});
	const url = await app.listen({ host: LOOPBACK, port: 0 });
	return { url, documents, [Symbol.asyncDispose]: async () => await app.close() };
}
