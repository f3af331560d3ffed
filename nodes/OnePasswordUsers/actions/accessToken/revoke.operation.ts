import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { asError } from '../../utils/asError';
import { toItems, type Outcome, type Run } from '../items';

/** Revoke the credential's access token now; the next call gets a new one by itself. */
export const fields: INodeProperties[] = [];

export async function execute(run: Run): Promise<INodeExecutionData[]> {
	const outcome = await revoke(run);
	return toItems(
		run,
		Array.from({ length: run.itemCount }, () => outcome),
		() => ({}),
	);
}

/** Once a run, however many items there are. */
async function revoke({ connection }: Run): Promise<Outcome> {
	try {
		return { output: [{ revoked: await connection.revokeToken() }] };
	} catch (error) {
		return { failure: asError(error) };
	}
}
