import type { Sandbox } from '../../sandbox/server.ts';

/** What a trigger is told to watch, and what it then has to report of a suspended user who was removed. */
export interface Choice {
	name: string;
	events: string[];
	/** how many items a poll gives after such a removal */
	reportsRemoval: 0 | 1;
}

/** What 1Password tells of suspended users is enough for these. */
export const STATE_EVENTS: Choice = {
	name: 'state',
	events: ['user.suspended', 'user.reactivated'],
	reportsRemoval: 0,
};

/** These take the full list. */
export const ALL_EVENTS: Choice = {
	name: 'all four',
	events: ['user.added', 'user.removed', ...STATE_EVENTS.events],
	reportsRemoval: 1,
};

/** What the process of a trigger needs to know, as text on its command line. */
export interface Task {
	events: string[];
	/** of the sandbox: made up, so it may be seen */
	credential: Record<'baseUrl' | 'accountId' | 'clientId' | 'clientSecret', string>;
}

/** What the process of a trigger says after each poll. */
export interface Polled {
	milliseconds: number;
	/** in the execution that the poll would start */
	items: number;
	/** what n8n would save for this node: JSON, in bytes */
	staticBytes: number;
	/** resident memory before the first poll: Node.js and n8n-core */
	idleBytes: number;
	/** the most resident memory since then */
	peakBytes: number;
}

/** One line of the result. */
export interface Measurement {
	users: number;
	suspended: number;
	choice: Choice;
	/** users in the static data */
	remembered: number;
	quietRequests: number;
	/** of a poll after one remembered user was removed */
	removalRequests: number;
	/** of a quiet poll, the median */
	milliseconds: number;
	staticBytes: number;
	idleBytes: number;
	peakBytes: number;
}

/** Who is suspended in an account. */
export const suspendedOf = (sandbox: Sandbox) => sandbox.users.filter(({ state }) => state === 'SUSPENDED');
