import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { settle, toItems, type Run } from '../items';

/** Revoke the credential's access token now; the next call gets a new one by itself. */
export const fields: INodeProperties[] = [];

/** Once a run, however many items there are. */
export async function execute(run: Run): Promise<INodeExecutionData[]> {
	const outcome = await settle(async () => ({ output: [{ revoked: await run.connection.revokeToken() }] }));
	const outcomes = Array.from({ length: run.itemCount }, () => outcome);
	return toItems(run, outcomes, () => ({}));
}
