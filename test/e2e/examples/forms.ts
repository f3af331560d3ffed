import assert from 'node:assert/strict';
import axios from 'axios';
import { waitFor } from '../../../testbed/system/waitFor.ts';

/** Name and password of Basic Auth. */
export interface Login {
	username: string;
	password: string;
}

/** What somebody enters into a field of a form. */
export type Entry = string | File;

/** What a form that was sent shows next: another page, or a text. */
export interface FormReply {
	formWaitingUrl?: string;
	formSubmittedText?: string;
}

const http = axios.create({ proxy: false, timeout: 60_000, validateStatus: () => true });

/** n8n's own word for a form that can be filled in, or a last page that can be shown. */
const READY = ['form-waiting', 'success'];

/** The text that a browser shows of a form. */
export async function openForm(url: string, auth?: Login): Promise<string> {
	return (await pageOf(url, auth))
		.replaceAll(/<(style|script).*?<\/\1>|<[^>]+>/gs, ' ')
		.replaceAll(/\s+/g, ' ');
}

/** A form as n8n sends it to the browser. */
export async function pageOf(url: string, auth?: Login): Promise<string> {
	const { status, data } = await http.get<string>(url, { auth });
	assert.equal(status, 200, `the form answers ${status}`);
	return data;
}

/**
 * Opens a form and sends it, as a browser does.
 *
 * @param entries one for each field, in their order
 * @returns what the form's page gets to show next
 */
export async function submitForm(url: string, entries: readonly Entry[], auth?: Login): Promise<FormReply> {
	const page = await pageOf(url, auth);
	const form = new FormData();
	entries.forEach((entry, field) => form.append(`field-${field}`, entry));
	// Newer versions of n8n give the page a token; with older ones the browser sends the login again.
	const [, token] = /authToken = '([0-9a-f]+)'/.exec(page) ?? [];
	const identity = token ? { headers: { 'x-auth-token': token } } : { auth };
	const { status, data } = await http.post<FormReply>(url, form, identity);
	assert.equal(status, 200, `the form was not taken: ${JSON.stringify(data)}`);
	return data;
}

/** Waits, as the browser does, until the next page of a form can be shown. */
export async function untilReady(page: string): Promise<void> {
	const url = new URL(page);
	url.pathname += '/n8n-execution-status';
	let status: string | undefined;
	const look = async () => {
		status = (await http.get<string>(url.href)).data;
		return READY.includes(status) || undefined;
	};
	assert(await waitFor(look, { withinMs: 30_000, everyMs: 200 }), `the form's execution is ${status}`);
}
