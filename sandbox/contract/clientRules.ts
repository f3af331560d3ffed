/** What a rule for clients rests on. */
type Basis = '1Password' | 'RFC 6749' | 'RFC 7009' | 'inferred';

interface Rule {
	/** What a client should do. */
	says: string;
	/** Who says so; `inferred` if nobody does, but everything points to it. */
	basis: Basis;
}

const rule = (basis: Basis, says: string): Rule => ({ says, basis });

/** What the documents ask of a client, by a short name. */
export const CLIENT_RULES = {
	'known-path': rule('1Password', 'Ask only for the paths of the documented calls.'),
	method: rule('1Password', 'Use GET for list and get, POST for all other calls.'),
	'user-agent': rule('1Password', 'Send User-Agent: <Product>/<version> with every Users API request.'),
	bearer: rule('1Password', 'Send Authorization: Bearer <token> with every Users API request.'),
	query: rule(
		'1Password',
		'Send no query parameters but filter, max_page_size and page_token of the list call.',
	),
	'snake-case': rule(
		'1Password',
		'Write the list parameters in snake_case: filter, max_page_size, page_token.',
	),
	'parameter-once': rule('inferred', 'Send each query parameter once.'),
	filter: rule('1Password', 'filter is user.isActive() or user.isSuspended(), or left out.'),
	'page-size': rule('1Password', 'max_page_size is a whole number from 1 to 1000.'),
	'page-token': rule('1Password', 'page_token is the next_page_token of the page before, unchanged.'),
	'empty-page-token': rule('1Password', 'Leave page_token out until there is one.'),
	'repeat-query': rule('1Password', 'Repeat filter and max_page_size with page_token.'),
	'same-page-size': rule('1Password', 'Keep max_page_size the same for all pages of a listing.'),
	'same-filter': rule('1Password', 'Keep filter the same for all pages of a listing.'),
	'no-body': rule('1Password', 'Send no body with list, get, suspend and reactivate.'),
	'basic-credentials': rule(
		'1Password',
		'Send client ID and secret in an Authorization: Basic header, not in the body.',
	),
	form: rule('1Password', 'Send the token and revoke calls as application/x-www-form-urlencoded.'),
	'form-field': rule('1Password', 'Send no fields but grant_type and scope (token), or token (revoke).'),
	'form-field-once': rule('RFC 6749', 'Send each form field once.'),
	'grant-type': rule('1Password', 'grant_type is client_credentials.'),
	scope: rule('1Password', 'scope is openid, or left out.'),
	'revoked-token': rule('RFC 7009', 'Name the token to revoke in the field token.'),
} satisfies Record<string, Rule>;

/** The short name of a rule. */
export type ClientRule = keyof typeof CLIENT_RULES;
