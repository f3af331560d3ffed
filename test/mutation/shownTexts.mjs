const TEXTS_OF_A_FIELD = ['displayName', 'description', 'placeholder', 'hint'];
const TEXTS_OF_AN_OPTION = ['name', 'description', 'action'];

const keysOf = ({ properties }) => properties.map(({ key }) => key?.name);

/** What n8n only shows of a field (it has a `displayName`) or of an option (it has a `name` and a `value`). */
function textsOf(object) {
	const keys = keysOf(object);
	if (keys.includes('displayName')) return TEXTS_OF_A_FIELD;
	return keys.includes('name') && keys.includes('value') ? TEXTS_OF_AN_OPTION : [];
}

/**
 * The wording of fields and options, which decides nothing: a mutant there says only that no test repeats the text.
 * Names, values, defaults, types, modes and display conditions are mutated; so is every message of an error.
 */
const shownTexts = {
	shouldIgnore({ node, parent }) {
		const isShown =
			node.type === 'ObjectProperty' &&
			parent?.type === 'ObjectExpression' &&
			node.value.type === 'StringLiteral' &&
			textsOf(parent).includes(node.key.name);
		return isShown ? 'Text that n8n shows with a field or an option.' : undefined;
	},
};

export const strykerPlugins = [{ kind: 'Ignore', name: 'shown-texts', value: shownTexts }];
