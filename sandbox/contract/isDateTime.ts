const RFC_3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

/** A date and time as in RFC 3339, the format of `create_time`. */
export function isDateTime(text: string): boolean {
	return RFC_3339.test(text) && !Number.isNaN(Date.parse(text));
}
