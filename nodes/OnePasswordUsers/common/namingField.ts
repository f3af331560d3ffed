import type { INodeProperties } from 'n8n-workflow';
import { asError } from '../utils/asError';
import { isRecord } from '../utils/isRecord';
import { ItemError } from './ItemError';
import { descriptionOf } from './nodeError';

/**
 * Says which field has the expression that failed. n8n keeps the parameter's name beside its error, and shows it nowhere
 * but in the editor: its message alone, such as "invalid syntax", leaves a person to look through all fields.
 * @param failure whatever was thrown while parameters were read
 * @param fields among which the parameter is
 * @param evaluate reads a parameter, with null where it is not given; it throws where the expression fails
 * @returns the failure as it is where it is none of an expression
 */
export function namingField(
	failure: Error,
	fields: INodeProperties[],
	evaluate: (parameter: string) => unknown,
): Error {
	const fails = (parameter: string) => throws(failure, () => evaluate(parameter));
	const [name, option] = parameterOf(failure).split('.');
	const field = fields.find((known) => (name === '' ? fails(known.name) : known.name === name));
	if (!field) return failure;
	const { displayName } =
		(field.options ?? [])
			.filter((known) => 'displayName' in known)
			.find((known) =>
				option === undefined ? fails(`${field.name}.${known.name}`) : known.name === option,
			) ?? field;
	return new ItemError(
		'invalid_input',
		`The expression in ${displayName} fails: ${failure.message}`,
		descriptionOf(failure) ?? 'Check the expression in this field.',
	);
}

/** e.g. `userId` or `options.maxChanges`; empty where no expression has failed, and where one can't even be parsed */
function parameterOf(failure: Error): string {
	const context = 'context' in failure ? failure.context : undefined;
	return isRecord(context) && typeof context.parameter === 'string' ? context.parameter : '';
}

/** Whether the work throws this very failure, or one that says the same. */
function throws(failure: Error, work: () => unknown): boolean {
	try {
		work();
		return false;
	} catch (error) {
		return asError(error).message === failure.message;
	}
}
