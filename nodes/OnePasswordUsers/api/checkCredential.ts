import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { readSettings, type Settings } from './credential/settings';
import { exchangeToken, type HttpRequest, type StoredToken } from './credential/token';
import { accountUrl, API_VERSIONS, USER_AGENT, USERS_PATH } from './endpoints';
import { badAnswer, explain, type Subject } from './errors/answerErrors';
import { noAnswer } from './errors/networkErrors';
import { isUnknownPathStatus } from './errors/transient';
import { withoutSecrets } from './errors/withoutSecrets';
import { expectUserList, isIdentified } from './shapes';
import type { ApiAnswer } from './types';

/**
 * Checks that a credential works: client ID and secret get a new token, and the token gets a list of users.
 * With API Version Automatic, the version whose users are there counts.
 * @throws UserError or ApiError that says what is wrong and what to do
 */
export async function checkCredential(
	http: HttpRequest,
	data: ICredentialDataDecryptedObject,
): Promise<void> {
	const settings = readSettings(data);
	const token = await exchangeToken(http, data, settings);
	const answer = await listOneUser(http, settings, token);
	if (isUnknownPathStatus(answer.statusCode) && settings.apiVersion === 'auto') {
		const issuedBy = API_VERSIONS.find((version) => version !== token.issuedBy)!;
		const other = await exchangeToken(http, { ...data, issuedBy }, settings);
		const repeated = await listOneUser(http, settings, other);
		if (!isUnknownPathStatus(repeated.statusCode)) return expectOneUser(repeated, settings, other);
	}
	expectOneUser(answer, settings, token);
}

async function listOneUser(
	http: HttpRequest,
	{ origin, accountId }: Settings,
	{ accessToken, issuedBy }: StoredToken,
): Promise<ApiAnswer> {
	try {
		return (await http({
			method: 'GET',
			url: accountUrl(origin, issuedBy, accountId) + USERS_PATH,
			qs: { max_page_size: 1 },
			headers: { Authorization: `Bearer ${accessToken}`, 'User-Agent': USER_AGENT },
		})) as ApiAnswer;
	} catch (failure) {
		throw noAnswer(failure, origin);
	}
}

function expectOneUser(answer: ApiAnswer, settings: Settings, { accessToken, issuedBy }: StoredToken): void {
	const { origin, accountId, clientSecret } = settings;
	const request = `GET ${accountUrl('', issuedBy, accountId)}${USERS_PATH}`;
	const subject: Subject = { attempt: 'list', user: '', request, origin, version: issuedBy };
	const body = withoutSecrets(answer.body, [accessToken, clientSecret]);
	if (answer.statusCode < 200 || answer.statusCode > 299) throw explain({ ...answer, body }, subject);
	const { users, nextPageToken } = expectUserList(answer.body, subject);
	if (users.length === 0 && nextPageToken === undefined)
		throw badAnswer('the account has no users at all', subject);
	// Another service may list other things in the same form.
	if (users.length > 0 && !users.some(isIdentified)) throw badAnswer('it is not a list of users', subject);
}
