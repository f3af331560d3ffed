import {
	UserError,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
} from 'n8n-workflow';
import { openConnection } from '../api/transport/connection';
import { toNodeError, withNote } from '../common/nodeError';
import { asError } from '../utils/asError';
import { toItems, type Identity, type Run } from './items';
import { identitiesOf } from './user/namedUser';
import * as revoke from './accessToken/revoke.operation';
import * as audit from './user/audit.operation';
import * as get from './user/get.operation';
import * as getMany from './user/getMany.operation';
import * as reactivate from './user/reactivate.operation';
import * as suspend from './user/suspend.operation';

interface Operation {
	fields: INodeProperties[];
	execute(run: Run): Promise<INodeExecutionData[]>;
	/** what failed items keep of their input, unless it is what stands in the User field */
	identitiesOf?: (context: IExecuteFunctions) => (item: number) => Identity;
	/** what an error adds that stops the run before the operation began */
	nothingDone?: string;
}

const OPERATIONS: Record<string, Operation> = {
	'user:audit': audit,
	'user:get': get,
	'user:getAll': getMany,
	'user:reactivate': reactivate,
	'user:suspend': suspend,
	'accessToken:revoke': revoke,
};

/** The fields of all operations, in the order in which the editor shows them. */
export const operationFields = [
	...get.fields,
	...getMany.fields,
	...suspend.fields,
	...reactivate.fields,
	...audit.fields,
	...revoke.fields,
];

/**
 * Runs the operation that the node is set to, for all input items together.
 * @throws NodeError when the credential is unusable, or when an item failed and the node stops on error
 */
export async function runOperation(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const resource = String(context.getNodeParameter('resource', 0));
	const operation = OPERATIONS[`${resource}:${String(context.getNodeParameter('operation', 0))}`];
	const stopOnFailure = stopsOnFailure(context);
	const itemCount = context.getInputData().length;
	let note = operation?.nothingDone;
	try {
		if (!operation) throw new UserError(`There is no such operation on ${resource}`);
		const connection = await openConnection(context);
		note = undefined;
		const { fields } = operation;
		return await operation.execute({ context, connection, fields, itemCount, stopOnFailure });
	} catch (error) {
		const failure = asError(error);
		if (stopOnFailure) throw toNodeError(context.getNode(), note ? withNote(failure, note) : failure);
		// n8n would hand on the input as if it were the result.
		const outcomes = Array.from({ length: itemCount }, () => ({ failure }));
		const identityOf = (operation?.identitiesOf ?? identitiesOf)(context);
		return toItems({ context, stopOnFailure }, outcomes, identityOf);
	}
}

/**
 * An agent's tool stops on failure only if On Error says so. Of what a tool throws, n8n's AI Agent (2.41) tells the model
 * the title alone, and before its version 3 nothing at all: a refusal could be taken for a success.
 */
function stopsOnFailure(context: IExecuteFunctions): boolean {
	const { type, onError } = context.getNode();
	const isTool = type.endsWith('Tool');
	return !context.continueOnFail() && !(isTool && onError === undefined);
}
