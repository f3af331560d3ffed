import { STATE_EVENTS, type Measurement } from './cases.ts';

/** At most that much of the static data for each remembered user. */
const LARGEST_SHARE = 30;
const PAGE = 1000;

/** Whether the measurements keep what issue 4 promises, in sentences. */
export interface Verdict {
	kept: boolean;
	text: string;
}

/**
 * State events must cost the same in every account with the same number of suspended users.
 * @param sameSuspended of accounts that differ in nothing but their size
 */
export function judgeGrowth(sameSuspended: Measurement[]): Verdict {
	const [first, ...others] = sameSuspended;
	if (!first) throw new Error('Nothing was measured.');
	const costOf = ({ quietRequests, removalRequests, staticBytes }: Measurement) =>
		JSON.stringify([quietRequests, removalRequests, staticBytes]);
	const kept = others.every((other) => costOf(other) === costOf(first));
	const text = kept
		? `State events do not grow with the account, only with the suspended users: with ${first.suspended} suspended, a quiet poll takes ${first.quietRequests} request and ${first.staticBytes} bytes are kept, however many users there are.`
		: `State events grow with the account: with ${first.suspended} suspended, requests or bytes depend on how many users there are.`;
	return { kept, text };
}

/** A quiet poll must take one request for 1000 users, a removal one more. */
export function judgeRequests(measurements: Measurement[]): Verdict {
	const kept = measurements.every(({ choice, users, suspended, quietRequests, removalRequests }) => {
		const listed = choice === STATE_EVENTS ? suspended : users;
		return quietRequests === Math.max(1, Math.ceil(listed / PAGE)) && removalRequests - quietRequests === 1;
	});
	const text = kept
		? 'Every quiet poll takes one request for 1,000 listed users, and one removal takes one request more.'
		: 'A poll takes other than one request for 1,000 listed users and one more for a removal.';
	return { kept, text };
}

/** What a remembered user takes, apart from what the static data hold anyway: the slope between the smallest and the largest. */
export function judgeBytes(measurements: Measurement[]): Verdict {
	const bySize = measurements.toSorted((some, other) => some.remembered - other.remembered);
	const [smallest, largest] = [bySize[0], bySize.at(-1)];
	if (!smallest || !largest) throw new Error('Nothing was measured.');
	const each = (largest.staticBytes - smallest.staticBytes) / (largest.remembered - smallest.remembered);
	const fixed = smallest.staticBytes - each * smallest.remembered;
	const kept = each <= LARGEST_SHARE;
	const text = `A remembered user takes ${each.toFixed(1)} bytes of static data (at most ${LARGEST_SHARE} allowed), besides ${Math.round(fixed)} bytes that are always there.`;
	return { kept, text };
}
