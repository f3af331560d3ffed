import { test } from 'node:test';
import { Editor } from './browser/Editor.ts';
import { importExamples } from './browser/importExamples.ts';
import { SuiteTestbed } from './SuiteTestbed.ts';

void test('the examples, imported in the editor', { timeout: 900_000 }, async (t) => {
	await using suite = await SuiteTestbed.start(t);
	await using editor = await Editor.open(suite);
	editor.explainIn(suite.evidence);
	await importExamples(editor, suite);
});
