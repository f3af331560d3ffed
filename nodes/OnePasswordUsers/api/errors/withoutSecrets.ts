import { isRecord } from '../../utils/isRecord';

/** The same value without any of the secrets in its texts, as they are or URL-encoded: a server's error may quote what it was sent. */
export function withoutSecrets(value: unknown, secrets: string[]): unknown {
	if (typeof value === 'string') {
		const forms = secrets.filter(Boolean).flatMap((secret) => [secret, encodeURIComponent(secret)]);
		return forms.reduce((text, secret) => text.replaceAll(secret, '[hidden]'), value);
	}
	if (Array.isArray(value)) return value.map((entry) => withoutSecrets(entry, secrets));
	if (!isRecord(value)) return value;
	return Object.fromEntries(
		Object.entries(value).map(([field, content]) => [field, withoutSecrets(content, secrets)]),
	);
}
