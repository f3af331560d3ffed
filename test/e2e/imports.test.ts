import { test } from 'node:test';
import { Editor } from './browser/Editor.ts';
import { importExamples } from './browser/importExamples.ts';
import { SuiteTestbed } from './SuiteTestbed.ts';

void test('the examples, imported in the editor', { timeout: 900_000 }, async (t) => {
	await using suite = await SuiteTestbed.start(t);
	await using editor = await Editor.open(suite);
	suite.evidence.add('screenshot.png', async (file) => await editor.screenshot(file));
	await importExamples(editor, suite);
});
