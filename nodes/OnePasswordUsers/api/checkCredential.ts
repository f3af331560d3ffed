import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { readSettings, type Settings } from './credential/settings';
import { basicOf, exchangeToken, type HttpRequest, type StoredToken } from './credential/token';
import { accountUrl, API_VERSIONS, USER_AGENT, USERS_PATH } from './endpoints';
import { badAnswer, explain, type Subject } from './errors/answerErrors';
import { noAnswer } from './errors/networkErrors';
import { mayBeUnknownPath } from './errors/unknownPaths';
import { withoutSecrets } from './errors/withoutSecrets';
import { expectUserList } from './shapes';
import type { ApiAnswer, User, UserPage } from './types';

/** A page may be empty although more follow; after so many, there is no end to them. */
const MOST_EMPTY_PAGES = 100;

/**
 * Checks that a credential works: client ID and secret get a new token, and the token gets a list of users, with somebody
 * in it: every account has an active owner. With API Version Automatic, the version whose users are there counts.
 * @throws UserError or ApiError that says what is wrong and what to do
 */
export async function checkCredential(
	http: HttpRequest,
	data: ICredentialDataDecryptedObject,
): Promise<void> {
	const settings = readSettings(data);
	const token = await exchangeToken(http, data, settings);
	const answer = await listOneUser(http, settings, token);
	if (mayBeUnknownPath(answer) && settings.apiVersion === 'auto') {
		const issuedBy = API_VERSIONS.find((version) => version !== token.issuedBy)!;
		const other = await exchangeToken(http, { ...data, issuedBy }, settings);
		const repeated = await listOneUser(http, settings, other);
		if (!mayBeUnknownPath(repeated)) return await expectSomebody(http, settings, other, repeated);
	}
	await expectSomebody(http, settings, token, answer);
}

async function listOneUser(
	http: HttpRequest,
	{ origin, accountId }: Settings,
	{ accessToken, issuedBy }: StoredToken,
	pageToken?: string,
): Promise<ApiAnswer> {
	try {
		return (await http({
			method: 'GET',
			url: accountUrl(origin, issuedBy, accountId) + USERS_PATH,
			qs: { max_page_size: 1, ...(pageToken && { page_token: pageToken }) },
			headers: { Authorization: `Bearer ${accessToken}`, 'User-Agent': USER_AGENT },
		})) as ApiAnswer;
	} catch (failure) {
		throw noAnswer(failure, origin);
	}
}

/** Goes on from the first answer as long as pages are empty. */
async function expectSomebody(
	http: HttpRequest,
	settings: Settings,
	token: StoredToken,
	first: ApiAnswer,
): Promise<void> {
	const subject = subjectOf(settings, token);
	const seenTokens = new Set<string>();
	for (let answer = first; ;) {
		const { users, nextPageToken } = expectPage(answer, settings, token);
		// Another service may list other things in the same form.
		if (users.length > 0 && !users.some(isUser)) throw badAnswer('it is not a list of users', subject);
		if (users.length > 0) return;
		if (nextPageToken === undefined) throw badAnswer('the account has no users at all', subject);
		if (seenTokens.has(nextPageToken) || seenTokens.size >= MOST_EMPTY_PAGES)
			throw badAnswer('its pages of users never end', subject);
		seenTokens.add(nextPageToken);
		answer = await listOneUser(http, settings, token, nextPageToken);
	}
}

function expectPage(answer: ApiAnswer, settings: Settings, token: StoredToken): UserPage {
	const subject = subjectOf(settings, token);
	const body = withoutSecrets(answer.body, [token.accessToken, settings.clientSecret, basicOf(settings)]);
	if (answer.statusCode < 200 || answer.statusCode > 299) throw explain({ ...answer, body }, subject);
	return expectUserList(answer.body, subject);
}

/** Whether a thing in a list is a user of 1Password's: each of these fields may be missing. */
const isUser = ({ email, state, path }: User) =>
	email?.includes('@') || state === 'ACTIVE' || state === 'SUSPENDED' || path?.startsWith('accounts/');

function subjectOf({ origin, accountId }: Settings, { issuedBy }: StoredToken): Subject {
	const request = `GET ${accountUrl('', issuedBy, accountId)}${USERS_PATH}`;
	return { attempt: 'list', user: '', request, origin, version: issuedBy };
}
