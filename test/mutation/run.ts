import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join, matchesGlob } from 'node:path';
import { Argument, Command } from 'commander';

/**
 * Mutation testing of all that ships, or of the rooms that are named on the command line: in each room, Stryker breaks
 * the code in every way it knows, and the tests of that room have to notice. Fails below the lowest score.
 */

const LOWEST_SCORE = 92;
const STRYKER = join(process.cwd(), 'node_modules/@stryker-mutator/core/bin/stryker.js');
const ALL = JSON.parse(readFileSync('test/mutation/rooms.json', 'utf8')) as Record<
	string,
	{ mutate: string[] }
>;

/** What Stryker writes of a room, as far as it is read here. */
interface Report {
	files: Record<string, { mutants: Array<{ status: string }> }>;
}

/** Every file is in one room, or a new one would go without notice. */
function checkRooms(): void {
	for (const file of globSync('{nodes,credentials}/**/*.ts')) {
		const holders = Object.values(ALL).filter(({ mutate }) => mutate.some((glob) => matchesGlob(file, glob)));
		if (holders.length !== 1) throw new Error(`${file} is in ${holders.length} rooms of rooms.json`);
	}
}

/** @returns how many mutants the tests have noticed, of how many; those that Stryker leaves out don't count */
function mutate(room: string): { noticed: number; of: number } {
	const env = { ...process.env, MUTATED_ROOM: room };
	const { status } = spawnSync(process.execPath, [STRYKER, 'run'], { env, stdio: 'inherit' });
	if (status !== 0) throw new Error(`Stryker did not get through ${room}`);
	const report = JSON.parse(readFileSync(`reports/mutation/${room}.json`, 'utf8')) as Report;
	const statuses = Object.values(report.files).flatMap(({ mutants }) =>
		mutants.map((mutant) => mutant.status),
	);
	const count = (...wanted: string[]) => statuses.filter((one) => wanted.includes(one)).length;
	const noticed = count('Killed', 'Timeout');
	return { noticed, of: noticed + count('Survived', 'NoCoverage') };
}

const program = new Command('npm run test:mutation --')
	.description('Breaks what ships in every way that Stryker knows, and counts what the tests notice.')
	.addArgument(new Argument('[rooms...]', 'only these').choices(Object.keys(ALL)));
program.parse();
const chosen = program.args.length > 0 ? program.args : Object.keys(ALL);
checkRooms();

const total = { noticed: 0, of: 0 };
const lines: string[] = [];
for (const room of chosen) {
	const { noticed, of } = mutate(room);
	total.noticed += noticed;
	total.of += of;
	lines.push(`${room}: ${noticed} of ${of}`);
}
const score = (100 * total.noticed) / total.of;
console.log(`\n${lines.join('\n')}`);
console.log(
	`Noticed ${total.noticed} of ${total.of} mutants, ${score.toFixed(1)} %; at least ${LOWEST_SCORE} %`,
);
process.exitCode = score < LOWEST_SCORE ? 1 : 0;
