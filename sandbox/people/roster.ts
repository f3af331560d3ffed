import type { SandboxUser } from '../types.ts';

/** One line of a list of employees. */
export interface RosterEntry {
	email: string;
	name: string;
}

/** New employees who aren't invited to 1Password yet. */
const NEWCOMERS: readonly RosterEntry[] = [
	{ email: 'robin.new@example.com', name: 'Robin "Rob" New' },
	{ email: 'kim.starts@example.org', name: 'Starts, Kim' },
];

/** Every tenth user of the account has left the company. */
const LEAVER_EVERY = 10;

/** Every third email is in capitals, as other systems export them. */
const CAPITALS_EVERY = 3;

/**
 * The account's users as an HR department might list them, which never quite agrees with the account: some have left,
 * some are suspended but still employed, and some are not in 1Password yet.
 */
export function rosterOf(users: readonly SandboxUser[]): RosterEntry[] {
	const employed = users.filter((_, index) => index % LEAVER_EVERY !== LEAVER_EVERY / 2);
	const listed = employed.flatMap(({ email, display_name: name = '' }) => (email ? [{ email, name }] : []));
	const spelled = listed.map(({ email, name }, index) => ({
		email: index % CAPITALS_EVERY === 0 ? email.toUpperCase() : email,
		name,
	}));
	return [...spelled, ...NEWCOMERS];
}

/** A roster as a CSV file (RFC 4180), with a header. */
export function csvOf(roster: readonly RosterEntry[]): string {
	const line = (cells: string[]) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
	return (
		[['email', 'name'], ...roster.map(({ email, name }) => [email, name])].map(line).join('\r\n') + '\r\n'
	);
}
