import {
	alertBurst,
	getting,
	knowingNothing,
	listing,
	oneAt,
	spread,
	suspending,
	type Candidate,
} from './candidates.ts';
import type { Goals } from './verdict.ts';

/** Ways to do the same: n8n's own, or an earlier one of ours, and ours. */
export interface Scenario {
	against: string;
	theirs: Candidate;
	/** run in this order, so that each may rely on what the one before left in n8n */
	ours: Contender[];
	settings: Setting[];
}

/** Something that ours does, and what it has to keep. */
export interface Contender {
	name: string;
	candidate: Candidate;
	goals: (setting: Setting) => Goals;
}

/** In which account, and how far away 1Password is. */
export interface Setting {
	users: number;
	/** without a line, HTTP goes straight to the sandbox; with one, HTTPS */
	place: 'http' | 'https';
	roundTripMs: number;
	/** also with --quick */
	quick?: true;
}

const http = (users: number): Setting => ({ users, place: 'http', roundTripMs: 0 });
const https = (users: number, roundTripMs: number, quick?: true): Setting => ({
	users,
	place: 'https',
	roundTripMs,
	quick,
});

const always = (goals: Goals) => () => goals;

/** The farther, the more of the time is waiting, for both alike. */
const halfOrFarAway = ({ roundTripMs }: Setting): Goals => ({ ratio: roundTripMs > 50 ? 0.7 : 0.5 });

const list = (against: string, workflow: string, ratio: number, settings: Setting[]): Scenario => ({
	against,
	theirs: listing(workflow),
	ours: [
		{ name: 'list everyone, one item per user', candidate: listing('our-list'), goals: always({ ratio }) },
	],
	settings,
});

const BY_EMAIL = 'HTTP Request list, Filter, HTTP Request POST';

const THOUSAND = spread(1_000);
const FIVE_HUNDRED = spread(500);
const TEN = spread(10);
const FIRST_ALERT = oneAt(0.4);
const firstAlert = knowingNothing(suspending('our-suspend-by-email', 'email', FIRST_ALERT));

/** Everything that is timed against something else. */
export const SCENARIOS: readonly Scenario[] = [
	list('HTTP Request, pages of 1000, Split Out', 'their-list-1000', 1, [
		http(20_000),
		http(100_000),
		https(20_000, 0),
		https(20_000, 20),
		https(20_000, 50, true),
		https(20_000, 120),
	]),
	list('HTTP Request, pages of 25 (the API’s default), Split Out', 'their-list-25', 0.05, [
		http(20_000),
		https(20_000, 0),
		https(1_000, 50, true),
	]),
	{
		against: 'HTTP Request that only POSTs',
		theirs: suspending('their-suspend-by-id', 'id', THOUSAND),
		ours: [
			{
				name: 'suspend 1,000 by ID, reporting the previous state',
				candidate: suspending('our-suspend-by-id', 'id', THOUSAND),
				goals: halfOrFarAway,
			},
		],
		settings: [http(20_000), https(20_000, 50, true), https(20_000, 120)],
	},
	{
		against: 'HTTP Request',
		theirs: getting('their-get-by-id', FIVE_HUNDRED),
		ours: [
			{
				name: 'get 500 by ID, spread over the account',
				candidate: getting('our-get-by-id', FIVE_HUNDRED),
				goals: halfOrFarAway,
			},
		],
		settings: [
			http(20_000),
			https(20_000, 50, true),
			https(20_000, 120),
			https(100_000, 50),
			https(100_000, 120),
		],
	},
	{
		against: BY_EMAIL,
		theirs: suspending('their-suspend-by-email', 'email', FIRST_ALERT),
		ours: [
			{
				name: 'an alert: suspend 1 by email, the first in an account',
				candidate: firstAlert,
				goals: always({ ratio: 0.35 }),
			},
			{
				name: 'an alert: suspend 1 by email, every further one',
				candidate: suspending('our-suspend-by-email', 'email', oneAt(0.7)),
				goals: always({ ratio: 0.15, requests: 2 }),
			},
		],
		settings: [https(20_000, 50, true), https(20_000, 120)],
	},
	{
		against: 'ours with one alert',
		theirs: firstAlert,
		ours: [
			{
				name: '50 alerts at once: suspend by email, nothing known',
				candidate: knowingNothing(alertBurst('our-suspend-by-email', spread(50))),
				goals: always({ ratio: 2, tokenCalls: 1, listings: 2, mayCostMore: true }),
			},
		],
		settings: [https(20_000, 50, true)],
	},
	{
		against: BY_EMAIL,
		theirs: suspending('their-suspend-by-email', 'email', TEN),
		ours: [
			{
				name: 'suspend 10 by email',
				candidate: suspending('our-suspend-by-email', 'email', TEN),
				goals: always({ ratio: 0.5 }),
			},
		],
		settings: [http(20_000)],
	},
];
