import { isRecord } from '../../utils/isRecord';
import type { ApiAnswer } from '../types';

const UNKNOWN_PATH_STATUSES = new Set([404, 405, 410, 501]);

/** Whether a gateway may say this of a path that it does not know; a 501 may pass as well. */
export const isUnknownPathStatus = (statusCode: number) => UNKNOWN_PATH_STATUSES.has(statusCode);

/** What gateways answer for paths that they do not know; 1Password's own 403 and 501 have a body that says so. */
export function mayBeUnknownPath({ statusCode, body }: ApiAnswer): boolean {
	const needsLook = statusCode === 403 || statusCode === 501;
	return needsLook ? !isRpcStatus(body) : isUnknownPathStatus(statusCode);
}

/** Whether a gateway may have said 404 of a request that it lost: if it is 1Password that gives no reason, it says so again. */
export const mayBeOfGateway = ({ statusCode, body }: ApiAnswer) => statusCode === 404 && !isRpcStatus(body);

/** google.rpc.Status in JSON, the one known form of the API's errors. */
export function isRpcStatus(body: unknown): boolean {
	return isRecord(body) && body.code !== undefined && body.message !== undefined;
}
