import { credentialFields } from './control/credentialFields.ts';
import type { Sandbox } from './types.ts';

/** More applications than this are left to the controls, so that the text fits a screen. */
const MOST_APPLICATIONS = 4;

/** What the command says when the sandbox runs; it fits a screen of 24 lines. */
export function welcomeText(sandbox: Sandbox): string {
	const { url, users, certificate } = sandbox;
	const mode = sandbox.settings().strict ? 'strict' : 'lenient';
	const fields = credentialFields(sandbox).map(([label, value]) => `  ${label.padEnd(13)}  ${value}`);
	return `1Password Users API sandbox: ${url} (${users.length} users, ${mode})

In n8n, create a credential "1Password Users API" (made up, good for this sandbox only):
${fields.join('\n')}
${furtherApplications(sandbox)}${certificate ? trust(url) : ''}
Controls:                ${url}/_sandbox
What clients do wrong:   ${url}/_sandbox/deviations
Stop with Ctrl-C.`;
}

function furtherApplications(sandbox: Sandbox): string {
	const [, ...further] = sandbox.applications();
	if (further.length === 0) return '';
	const lines = further
		.slice(0, MOST_APPLICATIONS)
		.map(({ clientId, clientSecret, scopes }) => `  ${clientId}  ${clientSecret}  ${scopes.join(',')}`);
	const more = further.length > MOST_APPLICATIONS ? [`  and more: ${sandbox.url}/_sandbox/applications`] : [];
	return ['', 'Further applications (client ID, client secret, permissions):', ...lines, ...more, ''].join(
		'\n',
	);
}

function trust(url: string): string {
	return `
Its certificate: curl -k ${url}/_sandbox/certificate.pem > sandbox.pem
Let n8n trust it: NODE_EXTRA_CA_CERTS=sandbox.pem n8n start
`;
}
