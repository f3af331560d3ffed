import { OnePasswordUsersTrigger } from '../../../nodes/OnePasswordUsers/OnePasswordUsersTrigger.node';

const { properties } = new OnePasswordUsersTrigger().description;
const valuesOf = (name: string) =>
	properties
		.find((property) => property.name === name)
		?.options?.map((option) => ('value' in option ? option.value : option.name));

describe("the trigger's parameters, which workflows have stored", () => {
	it('are the events and the filters', () => {
		expect(
			properties.map(({ name, type, required, default: value }) => ({ name, type, required, value })),
		).toEqual([
			{
				name: 'events',
				type: 'multiOptions',
				required: true,
				value: ['user.suspended', 'user.reactivated'],
			},
			{ name: 'filters', type: 'collection', required: undefined, value: {} },
		]);
	});

	it('have these choices', () => {
		expect(valuesOf('events')).toEqual(['user.added', 'user.reactivated', 'user.removed', 'user.suspended']);
		expect(valuesOf('filters')).toEqual(['emailDomain']);
	});
});
