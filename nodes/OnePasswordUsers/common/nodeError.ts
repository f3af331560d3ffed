import { NodeApiError, NodeError, NodeOperationError, type INode } from 'n8n-workflow';
import { ApiError } from '../api/errors/ApiError';
import { ItemError, reasonOf } from './ItemError';

/** An error as n8n shows it: title, advice, the item it belongs to; without a cause, which could hold headers. */
export function toNodeError(node: INode, failure: Error, itemIndex?: number): NodeError {
	if (failure instanceof NodeError) return failure;
	const { message } = failure;
	const description = descriptionOf(failure);
	const status = failure instanceof ApiError ? failure.httpStatus : undefined;
	const error =
		status === undefined
			? new NodeOperationError(node, message, { description, itemIndex })
			: new NodeApiError(node, {}, { message, description, httpCode: String(status), itemIndex });
	// The constructors put a text of n8n's in place of any message that holds a code such as EPERM, be it in somebody's email.
	error.message = message;
	return error;
}

/** The advice that an error carries, if any. */
export function descriptionOf(failure: Error): string | undefined {
	return 'description' in failure && typeof failure.description === 'string'
		? failure.description
		: undefined;
}

/** The same failure with one more sentence in its advice. */
export function withNote(failure: Error, note: string): Error {
	const description = [descriptionOf(failure), note].filter(Boolean).join(' ');
	if (failure instanceof ApiError) return new ApiError({ ...failure, message: failure.message, description });
	return new ItemError(reasonOf(failure), failure.message, description);
}
