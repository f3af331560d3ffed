import { shapesFrom, versionsFrom } from '../checks/settingChecks.ts';
import { milliseconds, nonNegative, record, trueOrFalse } from '../checks/valueChecks.ts';
import { SHAPE_CHOICES } from '../contract/shapes.ts';
import { field, type Control } from './Control.ts';

/** What can be switched while the sandbox runs. */
export const settingControls: readonly Control[] = [
	{
		method: 'PUT',
		path: '/strict',
		does: '{"strict": true}: refuses whatever the documents don\'t allow; false: what the service most likely refuses',
		run: (sandbox, { body }) => sandbox.setStrict(trueOrFalse('strict', field(body, 'strict'))),
	},
	{
		method: 'PUT',
		path: '/shapes',
		does: `changes shapes of answers, {} none, null all back: ${shapesHelp()}, "requestsPerSecond": 10`,
		run: (sandbox, { body }) => sandbox.setShapes(body === null ? undefined : shapesFrom(body)),
	},
	{
		method: 'PUT',
		path: '/latency',
		does: '{"ms": 200} before each answer',
		run: (sandbox, { body }) => sandbox.latency(milliseconds('ms', field(body, 'ms'))),
	},
	{
		method: 'PUT',
		path: '/paging',
		does: '{"longest": 10, "emptyPages": 1}: shorter pages than asked, empty pages between; {} as asked',
		run: (sandbox, { body }) => sandbox.paging(record('the body', body)),
	},
	{
		method: 'PUT',
		path: '/token-lifetime',
		does: '{"seconds": 60} for tokens from now on',
		run: (sandbox, { body }) => sandbox.setTokenLifetime(nonNegative('seconds', field(body, 'seconds'))),
	},
	{
		method: 'PUT',
		path: '/versions',
		does: '{"versions": ["v1"]}: which versions of the API exist',
		run: (sandbox, { body }) => sandbox.setVersions(versionsFrom(field(body, 'versions'))),
	},
	{
		method: 'PUT',
		path: '/provisioned',
		does: '{"provisioned": true}: refuses all calls, as for accounts with automated provisioning',
		run(sandbox, { body }) {
			sandbox.provisioned = trueOrFalse('provisioned', field(body, 'provisioned'));
		},
	},
	{
		method: 'POST',
		path: '/reset',
		does: 'back to how it started: the same people, applications and settings, no tokens, no faults, empty logs',
		run: (sandbox) => sandbox.reset(),
	},
];

function shapesHelp(): string {
	return Object.entries(SHAPE_CHOICES)
		.map(([name, choices]) => `"${name}": ${choices.map((choice) => `"${choice}"`).join('|')}`)
		.join(', ');
}
