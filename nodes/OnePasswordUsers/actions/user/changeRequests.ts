import type { UserState } from '../../api/types';
import { readCount } from '../../common/parameters';
import { forEachItem, hasFailed, type Failed, type Run } from '../items';
import { optionsOf, readOnMissingUser, type OnMissingUser } from './fields';
import { readNamedUser, type NamedUser } from './namedUser';
import { protectionRules, type ProtectionRule } from './safeguards';

/** What an item asks for. */
export interface ChangeRequest {
	named: NamedUser;
	onMissingUser: OnMissingUser;
	dryRun: boolean;
}

/** What all items ask for, and what holds for all of them together. */
export interface ChangeRequests {
	requests: Array<ChangeRequest | Failed>;
	/** Max Changes of each item that could be read */
	limits: number[];
	/** the item whose Max Changes can't be read: whatever it was meant to be, nobody can keep to it */
	unreadableLimit: number | undefined;
	target: UserState;
	/** whom the credential protects from this */
	rules: ProtectionRule[];
}

/** Reads what the items ask for; what can't be read fails its item. */
export function readRequests(run: Run, target: UserState): ChangeRequests {
	const limits = forEachItem(run, (item) => ({ limit: readMaxChanges(run, item) }));
	const unreadable = limits.findIndex(hasFailed);
	return {
		requests: forEachItem(run, (item) => {
			const limit = limits[item]!;
			return hasFailed(limit) ? limit : readRequest(run, item);
		}),
		limits: limits.flatMap((limit) => (hasFailed(limit) ? [] : [limit.limit])),
		unreadableLimit: unreadable < 0 ? undefined : unreadable,
		target,
		rules: target === 'SUSPENDED' ? protectionRules(run.connection.settings.protectedUsers) : [],
	};
}

function readRequest({ context }: Run, item: number): ChangeRequest {
	const options = optionsOf(context, item);
	return {
		named: readNamedUser(context.getNodeParameter('userId', item)),
		onMissingUser: readOnMissingUser(options),
		dryRun: options.flag('dryRun', 'Dry Run'),
	};
}

/**
 * By itself, so that no other field of the item that can't be read takes the limit along; 0 where it was not added.
 * n8n turns options that are no collection into none before a run, so there is always one to look into.
 */
const readMaxChanges = ({ context }: Run, item: number): number =>
	readCount('Max Changes', context.getNodeParameter('options.maxChanges', item, 0), 0);
