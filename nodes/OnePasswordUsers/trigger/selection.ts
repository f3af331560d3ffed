import { UserError, type IPollFunctions } from 'n8n-workflow';
import { Options, wrongValue } from '../common/parameters';
import { readEmailDomain } from '../common/userFilters';

export const TRIGGER_EVENTS = ['user.added', 'user.reactivated', 'user.removed', 'user.suspended'] as const;

export type TriggerEvent = (typeof TRIGGER_EVENTS)[number];

/** Which events start the workflow, and for which users. */
export interface Selection {
	/** at least one, in alphabetical order */
	events: TriggerEvent[];
	/** lower case, without @ */
	emailDomain?: string;
}

/**
 * Reads the node's parameters; expressions may give anything. A filter whose expression gives nothing must not vanish:
 * the workflow would start for everyone.
 * @throws UserError that names the field
 */
export function readSelection(context: IPollFunctions): Selection {
	const events = readEvents(context.getNodeParameter('events', []));
	const filters = new Options('Filters', context.getNodeParameter('filters', {}));
	const emailDomain = filters.given('emailDomain', 'Email Domain');
	if (emailDomain === undefined) return { events };
	return { events, emailDomain: readEmailDomain('Email Domain', emailDomain) };
}

/** Whether the list of everyone is needed: state changes show in the list of suspended users, added and removed users do not. */
export const needsEveryone = ({ events }: Selection) =>
	events.includes('user.added') || events.includes('user.removed');

/** What has to happen to a user, one or the other, before the same event can come again. */
const UNDONE_BY: Partial<Record<TriggerEvent, readonly TriggerEvent[]>> = {
	'user.added': ['user.removed'],
	'user.suspended': ['user.reactivated', 'user.removed'],
};

/**
 * Whether an event begins a round, so that the same event about the same user gets another ID next time. An event that
 * another one has to undo first leaves that to the other, unless that one may go unreported: it is not selected, or the
 * user's email may leave the domain meanwhile. With all events, two memories thus give the same suspensions the same IDs,
 * also where one sees them at once and the other one by one.
 *
 * Only what is reported counts. n8n saves nothing else, and a poll that compares with what was saved has to find the IDs
 * of the one whose result was lost.
 */
export function beginsRound(event: TriggerEvent, { events, emailDomain }: Selection): boolean {
	const undoneBy = UNDONE_BY[event];
	return (
		undoneBy === undefined || emailDomain !== undefined || !undoneBy.every((each) => events.includes(each))
	);
}

function readEvents(value: unknown): TriggerEvent[] {
	const chosen: unknown[] = Array.isArray(value) ? value : [value];
	const invalid = chosen.find((event) => !TRIGGER_EVENTS.some((known) => known === event));
	if (invalid !== undefined) throw wrongValue('Events', invalid, `one of ${TRIGGER_EVENTS.join(', ')}`);
	const events = TRIGGER_EVENTS.filter((event) => chosen.includes(event));
	if (events.length === 0) {
		throw new UserError('No event is selected', {
			description: 'Choose in Events what should start the workflow.',
		});
	}
	return events;
}
