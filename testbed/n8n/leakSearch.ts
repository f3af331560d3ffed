import { glob, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Sandbox } from '../../sandbox/server.ts';
import type { StoredExecution } from './N8nRest.ts';

/** Something that must never be seen outside the credential. */
export interface Secret {
	what: string;
	text: string;
}

/** A place where secrets have no business, and what is written there. */
export interface Place {
	where: string;
	text: string;
}

/** The client secret, the Basic value and every token that reached the sandbox. */
export function secretsOf(sandbox: Pick<Sandbox, 'clientId' | 'clientSecret' | 'requests'>): Secret[] {
	const { clientId, clientSecret } = sandbox;
	const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
	const tokens = sandbox
		.requests()
		.map(({ headers }) => /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1])
		.filter((token) => token !== undefined);
	return [
		{ what: 'the client secret', text: clientSecret },
		{ what: 'the client secret, URL-encoded', text: encodeURIComponent(clientSecret) },
		{ what: 'the Basic value', text: basic },
		...Array.from(new Set(tokens), (text) => ({ what: 'an access token', text })),
	];
}

/**
 * Everything n8n wrote: its log, its database and other files as they are on the disk, and each execution with its data.
 *
 * @param userFolder n8n's `N8N_USER_FOLDER`
 */
export async function placesOf(
	userFolder: string,
	logFile: string,
	executions: readonly StoredExecution[],
): Promise<Place[]> {
	const places: Place[] = executions.map((execution) => ({
		where: `execution ${execution.id}`,
		text: JSON.stringify(execution),
	}));
	places.push({ where: "n8n's log", text: await readFile(logFile, 'utf8') });
	const files = glob('.n8n/**', {
		cwd: userFolder,
		withFileTypes: true,
		// The installed package is ours, not something n8n wrote.
		exclude: (entry) => entry.name === 'node_modules',
	});
	for await (const file of files) {
		if (!file.isFile()) continue;
		// Latin 1 keeps every byte, so that text is found in a binary file, too.
		places.push({
			where: basename(file.name),
			text: await readFile(join(file.parentPath, file.name), 'latin1'),
		});
	}
	return places;
}

/** @returns a sentence for each secret, and each Authorization header of any kind, that is where it must not be */
export function findLeaks(places: readonly Place[], secrets: readonly Secret[]): string[] {
	return places.flatMap(({ where, text }) => {
		const found = secrets.filter((secret) => text.includes(secret.text)).map(({ what }) => what);
		if (hasAuthorization(text)) found.push('an Authorization header');
		return found.map((what) => `Found ${what} in ${where}.`);
	});
}

function hasAuthorization(text: string): boolean {
	if (/\bBearer [\w.~+/-]{20,}/.test(text)) return true;
	const basics = text.matchAll(/\bBasic ([\w+/]{8,}=*)/g);
	// "Basic authentication" is no header: a real one holds a name and a password.
	return Array.from(basics).some(([, encoded = '']) =>
		Buffer.from(encoded, 'base64').toString('latin1').includes(':'),
	);
}
