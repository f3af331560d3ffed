import { RPC, type Answer } from '../contract/answers.ts';
import { isRecord } from '../checks/valueChecks.ts';
import type { Shapes } from '../types.ts';

/** Fields that a gateway may send although they are not set. */
const LIST_FIELDS = ['next_page_token'];
const USER_FIELDS = ['email', 'display_name'];

/** Gives an answer of the Users API the shape asked for: how unset fields and errors are written. */
export function shapeAnswer(answer: Answer, shapes: Shapes): Answer {
	const { body } = answer;
	if (!isRecord(body)) return answer;
	if (answer.status !== 200) return { ...answer, body: shapedError(body, shapes) };
	if (shapes.unsetFields === 'absent') return answer;
	const unset = shapes.unsetFields === 'null' ? null : '';
	const fill = (value: unknown, fields: string[]) =>
		isRecord(value)
			? { ...value, ...Object.fromEntries(fields.map((name) => [name, value[name] ?? unset])) }
			: value;
	if (!Array.isArray(body['results'])) return { ...answer, body: fill(body, USER_FIELDS) };
	const results = body['results'].map((user: unknown) => fill(user, USER_FIELDS));
	return { ...answer, body: fill({ ...body, results }, LIST_FIELDS) };
}

/** Only google.rpc.Status has a numeric code; errors of OAuth stay as they are. */
function shapedError(body: Record<string, unknown>, { errorCodes, errorDetails }: Shapes): unknown {
	const kind = Object.values(RPC).find(({ code }) => code === body['code']);
	if (!kind) return body;
	const names = { numbers: kind.code, 'upper-case': kind.name, 'lower-case': kind.name.toLowerCase() };
	const info = {
		'@type': 'type.googleapis.com/google.rpc.ErrorInfo',
		reason: kind.name,
		domain: 'sandbox.example.com',
		metadata: { service: 'users' },
	};
	return { ...body, code: names[errorCodes], details: errorDetails === 'objects' ? [info] : [] };
}
