/**
 * Something that a person can do something about: shown as it is, without a stack trace.
 *
 * `details` is what a program said just before, shown below the message.
 */
export class PlainFailure extends Error {
	readonly details: string;

	constructor(message: string, details = '') {
		super(message);
		this.name = 'PlainFailure';
		this.details = details;
	}
}

/** The program was told to stop (Ctrl-C); nothing went wrong. */
export class Stopped extends Error {
	constructor() {
		super('Stopped.');
		this.name = 'Stopped';
	}
}
