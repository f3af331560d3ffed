import js from '@eslint/js';
import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';

/** n8n's scanner judges what ships with these sets and lets nobody disable a rule inline; neither do we. */
const shipped = ['nodes/**/*.ts', 'credentials/**/*.ts'];
const noInlineConfig = { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } };

export default tseslint.config(
	{ ignores: ['dist/**', '**/node_modules/**', 'coverage/**', 'reports/**', '.stryker-tmp/**'] },
	noInlineConfig,
	{ files: ['**/*.ts', '**/*.js', '**/*.cjs', '**/*.mjs'], extends: [js.configs.recommended] },
	{
		files: ['**/*.js', '**/*.cjs', '**/*.mjs'],
		languageOptions: {
			globals: {
				module: 'readonly',
				exports: 'readonly',
				require: 'readonly',
				process: 'readonly',
				console: 'readonly',
				__dirname: 'readonly',
			},
		},
	},
	{
		files: ['**/*.ts'],
		extends: [tseslint.configs.recommendedTypeChecked],
		languageOptions: {
			parserOptions: { project: './tsconfig.dev.json', tsconfigRootDir: import.meta.dirname },
		},
	},
	{ files: ['test/**/*.ts'], rules: { '@typescript-eslint/require-await': 'off' } },
	{ files: [...shipped, 'package.json'], extends: [n8nCommunityNodesPlugin.configs.recommended] },
	{ files: shipped, rules: { 'no-console': 'error' } },
	{
		files: ['credentials/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: n8nNodesBase.configs.credentials.rules,
	},
	{
		files: ['nodes/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: n8nNodesBase.configs.nodes.rules,
	},
	{
		files: ['package.json'],
		languageOptions: { parser: tseslint.parser, parserOptions: { extraFileExtensions: ['.json'] } },
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: n8nNodesBase.configs.community.rules,
	},
	// n8n's scanner switches off the same five: they contradict newer n8n conventions.
	{
		files: [...shipped],
		rules: {
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
			'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
			'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
		},
	},
);
