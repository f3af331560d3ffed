import { isRecord } from '../../utils/isRecord';

/** No error is nested deeper, and anything far deeper would break the run that reads it. */
const DEEPEST = 100;
const HIDDEN = '[hidden]';

/** The same value without any of the secrets in its texts, as they are or URL-encoded: a server's error may quote what it was sent. */
export function withoutSecrets(value: unknown, secrets: string[], depth = 0): unknown {
	if (typeof value === 'string') {
		const forms = secrets.filter(Boolean).flatMap((secret) => [secret, encodeURIComponent(secret)]);
		return forms.reduce((text, secret) => text.replaceAll(secret, HIDDEN), value);
	}
	if (!Array.isArray(value) && !isRecord(value)) return value;
	if (depth >= DEEPEST) return HIDDEN;
	const within = (content: unknown) => withoutSecrets(content, secrets, depth + 1);
	if (Array.isArray(value)) return value.map(within);
	return Object.fromEntries(Object.entries(value).map(([field, content]) => [field, within(content)]));
}
