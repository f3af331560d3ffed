import type { IDataObject } from 'n8n-workflow';
import type { User } from '../../api/types';
import { passes } from '../../common/userFilters';
import { foldEmail } from '../../utils/foldEmail';
import type { AuditedList, Person } from './auditedList';

/**
 * What an audit says of somebody: the state, and whether the person is listed. `unknown` is a state that 1Password did not
 * tell, or one that is not documented: nobody can say whether such a user has access.
 */
export type Finding = `${'active' | 'suspended' | 'unknown'}_${'listed' | 'not_listed'}` | 'listed_not_found';

/** Whom an audit looks at, and what it tells. */
export interface Scope {
	/** leaves out users in other domains; whose domain nobody can tell stays */
	emailDomain?: string;
	/** whether to tell as well what agrees */
	includeMatches: boolean;
	/** leaves out these users, listed or not */
	isIgnored: (user: User) => boolean;
}

/** Where account and list differ; with matches, everything. */
export interface Findings {
	/** about people whom an item of the list names, by item */
	ofItems: Map<number, IDataObject[]>;
	/** about users whom no item names, in 1Password's order */
	ofOthers: IDataObject[];
}

const MATCHES: readonly Finding[] = ['active_listed', 'suspended_not_listed'];

/**
 * Compares the account with a list. Keeps no user but those who are in its findings.
 * @param pages everyone in the account, in any state
 */
export async function compareWithList(
	pages: AsyncIterable<User[]> | Iterable<User[]>,
	{ people, mentioned }: AuditedList,
	scope: Scope,
): Promise<Findings> {
	const findings: Findings = { ofItems: new Map(), ofOthers: [] };
	const found = new Set<Person>();
	for await (const users of pages) {
		for (const user of users) {
			const email = foldEmail(user.email ?? '');
			const person = people.get(email);
			if (person) found.add(person);
			if ((!person && mentioned.has(email)) || !isWithin(scope, user)) continue;
			const finding = findingOf(user, person !== undefined);
			if (MATCHES.includes(finding) && !scope.includeMatches) continue;
			const judged = { finding };
			// First in n8n's table, and last, as the API may get a field of this name.
			const output = { ...judged, ...user, ...judged };
			if (person) addTo(findings, person, output);
			else findings.ofOthers.push(output);
		}
	}
	for (const person of people.values())
		if (!found.has(person)) addTo(findings, person, { finding: 'listed_not_found', email: person.email });
	return findings;
}

function findingOf({ state }: User, isListed: boolean): Finding {
	const access = state === 'ACTIVE' ? 'active' : state === 'SUSPENDED' ? 'suspended' : 'unknown';
	return `${access}_${isListed ? 'listed' : 'not_listed'}`;
}

function isWithin({ emailDomain, isIgnored }: Scope, user: User): boolean {
	const hasDomain = user.email?.includes('@') ?? false;
	return (!hasDomain || passes(user, { emailDomain })) && !isIgnored(user);
}

/** Several users can have one email, so that an item has several findings. */
function addTo({ ofItems }: Findings, { item }: Person, finding: IDataObject): void {
	const others = ofItems.get(item);
	if (others) others.push(finding);
	else ofItems.set(item, [finding]);
}
