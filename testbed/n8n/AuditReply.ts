/** What the example "Access audit" replies. */
export interface AuditReply {
	counts: AuditCounts;
	/** A sentence for a chat. */
	text: string;
	/** The report as it is mailed. */
	html: string;
	findings: Array<{ finding: string; email: string; name: string; state: string; id: string }>;
}

/** How many of each finding there are; protected users are left out. */
export interface AuditCounts {
	in_1password: number;
	in_roster: number;
	active_not_in_roster: number;
	suspended_in_roster: number;
	not_in_1password: number;
	state_unknown: number;
}
