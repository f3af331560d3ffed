import type { INodeProperties } from 'n8n-workflow';
import { asError } from '../utils/asError';
import { ItemError } from './ItemError';
import { descriptionOf } from './nodeError';

/**
 * Says which field has the expression that failed. n8n's message alone, such as "invalid syntax", leaves a person to look
 * through all fields; the parameter's name that n8n keeps beside some of its errors is shown nowhere but in the editor.
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
	if (failure instanceof ItemError) return failure;
	const fails = (parameter: string) => throws(failure, () => evaluate(parameter));
	// One by one before the whole: of two that fail in a collection, the whole may tell the other.
	const parameters = fields.flatMap((field) => [
		...(field.options ?? [])
			.filter((option) => 'displayName' in option)
			.map(({ name, displayName }) => ({ name: `${field.name}.${name}`, displayName })),
		field,
	]);
	const failing = parameters.find(({ name }) => fails(name));
	if (!failing) return failure;
	return new ItemError(
		'invalid_input',
		`The expression in ${failing.displayName} fails: ${failure.message}`,
		descriptionOf(failure) ?? 'Check the expression in this field.',
	);
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
