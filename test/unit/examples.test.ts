import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Workflow, WorkflowNode } from '../../testbed/n8n/workflow.ts';

const FOLDER = join(__dirname, '..', '..', 'examples');
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

const nodesOf = (file: string): WorkflowNode[] =>
	(JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Workflow).nodes;

const isNote = ({ type }: WorkflowNode) => type === 'n8n-nodes-base.stickyNote';

/** What the notes of an example say, all together. */
const notesOf = (file: string) =>
	nodesOf(file)
		.filter(isNote)
		.map(({ parameters }) => String(parameters['content']))
		.join('\n\n');

describe('the example workflows', () => {
	it('are found', () => expect(FILES.length).toBeGreaterThan(6));

	it.each(FILES)('%s names no credential: n8n would not save the one that is chosen instead', (file) => {
		expect(nodesOf(file).filter((node) => 'credentials' in node)).toEqual([]);
	});

	it.each(FILES)('%s says in its note for which nodes to choose a credential', (file) => {
		const notes = notesOf(file);
		const ours = nodesOf(file).filter(({ type }) => type.startsWith('n8n-nodes-1password-users.'));

		expect(ours.map(({ name }) => name).filter((name) => !notes.includes(`*${name}*`))).toEqual([]);
		expect(notes).toContain('1Password Users API credential');
	});

	it.each(FILES)('%s contains no JavaScript that is a node of its own', (file) => {
		expect(nodesOf(file).filter(({ type }) => /\.(code|codeTool|function|functionItem)$/.test(type))).toEqual(
			[],
		);
	});

	it.each(FILES)("%s speaks in today's words of n8n", (file) => {
		expect(notesOf(file)).toContain('**Publish**');
		expect(notesOf(file)).not.toMatch(/activate the workflow|test step|import from file/i);
	});
});
