import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from 'n8n-workflow';
import { ApiError, type FailureKind } from '../../../nodes/OnePasswordUsers/api/errors/ApiError';
import { ItemError, REASONS, reasonOf, type Reason } from '../../../nodes/OnePasswordUsers/common/ItemError';

const ROOT = join(__dirname, '../../..');
const SCHEMAS = globSync('nodes/OnePasswordUsers/__schema__/**/*.json', { cwd: ROOT }).sort();

/** The words in the first column of README's table of reasons. */
function reasonsInReadme(): string[] {
	const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
	const [, table = ''] = /^\| Reason .*\n\|[ |-]+\|\n((?:\|.*\n)+)/m.exec(readme) ?? [];
	const cells = table.split('\n').map((row) => row.split('|')[1] ?? '');
	return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, reason = '']) => reason));
}

interface Schema {
	properties: Record<string, { type: string; enum?: string[] }>;
}

describe('the reasons why an item can fail', () => {
	it('are those that the README lists, each once', () => {
		expect(reasonsInReadme().sort()).toEqual([...REASONS].sort());
	});

	it.each(SCHEMAS)('are offered for mapping before the first run, as is the error: %s', (file) => {
		const { properties } = JSON.parse(readFileSync(join(ROOT, file), 'utf8')) as Schema;

		expect(Object.keys(properties).slice(-2)).toEqual(['error', 'reason']);
		expect(properties['reason']).toEqual({ type: 'string', enum: REASONS });
	});
});

describe('the reason of a failure', () => {
	/** What workflows of people branch on, so that it can't change by accident. */
	const PROMISED: Record<FailureKind, Reason> = {
		automatedProvisioning: 'automated_provisioning',
		badAnswer: 'bad_answer',
		badCredentials: 'bad_credentials',
		cancelled: 'cancelled',
		credentialChanged: 'credential_changed',
		domainNotAllowed: 'not_sent',
		invalidRequest: 'refused',
		lastOwner: 'last_owner',
		managedAdministrator: 'managed_administrator',
		missingPermission: 'missing_permission',
		notSent: 'not_sent',
		rateLimited: 'rate_limited',
		refused: 'refused',
		unavailable: 'unavailable',
		unknownAccount: 'bad_credentials',
		unknownUser: 'not_found',
		unreachable: 'unreachable',
		versionGone: 'bad_credentials',
	};
	it.each(Object.entries(PROMISED))('of 1Password or of the way to it: %s is %s', (kind, reason) => {
		const failure = new ApiError({ kind: kind as FailureKind, message: 'm', description: 'd' });

		expect(reasonOf(failure)).toBe(reason);
	});

	it('is what the node says where it is the node that refuses', () => {
		expect(reasonOf(new ItemError('max_changes', 'm'))).toBe('max_changes');
	});

	it('is a wrong input where a field gives an error of its own', () => {
		expect(reasonOf(new UserError('m'))).toBe('invalid_input');
		expect(reasonOf(new Error('m'))).toBe('invalid_input');
	});
});
