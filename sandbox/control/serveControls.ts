import type { FastifyInstance } from 'fastify';
import { UnknownApplicationError } from '../account/Applications.ts';
import { UnknownUserError } from '../account/Directory.ts';
import { openApiDocument } from '../contract/openApiDocument.ts';
import type { Sandbox } from '../types.ts';
import { allControls } from './allControls.ts';
import { credentialFields } from './credentialFields.ts';

/** 1Password has no such path, so it can never be mistaken for the API. */
export const CONTROL_PREFIX = '/_sandbox';

/** What can be controlled, a line for each call: for `GET /_sandbox` and for `--help`. */
export function controlHelp(): string[] {
	return allControls.map(({ method, path, does }) => `${method} ${CONTROL_PREFIX}${path}  ${does}`);
}

/**
 * Lets other processes steer the sandbox, as JSON over HTTP. These requests are in no log and no count, and no
 * latency or fault touches them.
 */
export function serveControls(app: FastifyInstance, sandbox: Sandbox): void {
	app.removeAllContentTypeParsers();
	// Whatever the content type says: `curl -d` alone would announce a form.
	app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
		try {
			done(null, body === '' ? undefined : JSON.parse(String(body)));
		} catch {
			done(Object.assign(new Error('The body must be JSON'), { statusCode: 400 }));
		}
	});
	app.setErrorHandler((error, _request, reply) => {
		const message = error instanceof Error ? error.message : String(error);
		return reply.code(isUnknown(error) ? 404 : 400).send({ error: message });
	});
	app.setNotFoundHandler((_request, reply) =>
		reply.code(404).send({ error: `No such control. GET ${CONTROL_PREFIX} lists them.` }),
	);

	app.get('/', () => ({
		about: 'Controls of the 1Password Users API sandbox',
		credential: Object.fromEntries(credentialFields(sandbox)),
		controls: controlHelp(),
	}));
	app.get('/openapi.json', () => openApiDocument);
	for (const control of allControls) {
		app.route<{ Params: { user?: string; clientId?: string }; Querystring: Record<string, string> }>({
			method: control.method,
			url: control.path,
			async handler({ params, query, body }, reply) {
				const result = await control.run(sandbox, {
					user: params.user ?? '',
					clientId: params.clientId ?? '',
					query,
					body,
				});
				return result === undefined ? reply.code(204).send() : result;
			},
		});
	}
}

function isUnknown(error: unknown): boolean {
	return error instanceof UnknownUserError || error instanceof UnknownApplicationError;
}
