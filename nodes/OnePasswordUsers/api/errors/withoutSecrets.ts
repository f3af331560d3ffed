import { isRecord } from '../../utils/isRecord';

/** The same value without any of the secrets in its texts: a server's error may quote what it was sent. */
export function withoutSecrets(value: unknown, secrets: string[]): unknown {
	if (typeof value === 'string') {
		return secrets.reduce(
			(text, secret) => (secret === '' ? text : text.replaceAll(secret, '[hidden]')),
			value,
		);
	}
	if (Array.isArray(value)) return value.map((entry) => withoutSecrets(entry, secrets));
	if (!isRecord(value)) return value;
	return Object.fromEntries(
		Object.entries(value).map(([field, content]) => [field, withoutSecrets(content, secrets)]),
	);
}
