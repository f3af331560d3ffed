import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Answer } from './answers.ts';
import { openApiDocument } from './openApiDocument.ts';
import { isDateTime } from './isDateTime.ts';
import type { Call } from './calls.ts';
import { ALL_VERSIONS } from './versionsAndScopes.ts';

const ajv = new Ajv2020({ strict: false });
ajv.addFormat('date-time', { validate: isDateTime });
ajv.addSchema(openApiDocument, 'sandbox');

const validatorOf = (schema: string) => ajv.compile({ $ref: `sandbox#/components/schemas/${schema}` });

const validators = new Map<string, ValidateFunction>([['token', validatorOf('oauth.Token')]]);
for (const version of ALL_VERSIONS) {
	const user = validatorOf(`user.${version}.User`);
	validators.set(`list ${version}`, validatorOf(`user.${version}.ListUsersResponse`));
	for (const operation of ['get', 'suspend', 'reactivate']) validators.set(`${operation} ${version}`, user);
}

/**
 * How a 200 breaks the OpenAPI document; undefined if it keeps to it. The sandbox would rather fail loudly than
 * teach a client an API that does not exist.
 */
export function contractBreach(call: Call, answer: Answer): string | undefined {
	if (answer.status !== 200) return undefined;
	if (call.operation === 'revoke')
		return answer.body === undefined ? undefined : 'revoke answers with an empty body';
	const validate = validators.get(call.operation === 'token' ? 'token' : `${call.operation} ${call.version}`);
	if (validate?.(answer.body)) return undefined;
	return `${call.operation} ${call.version}: ${ajv.errorsText(validate?.errors)}`;
}
