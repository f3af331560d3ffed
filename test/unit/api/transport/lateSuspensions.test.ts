import {
	forgetSuspension,
	lateSuspensions,
	noteSuspension,
} from '../../../../nodes/OnePasswordUsers/api/transport/lateSuspensions';

it('remembers for a minute whom an account was asked to suspend', () => {
	noteSuspension('A', 'first', 0);
	noteSuspension('A', 'second', 30_000);
	noteSuspension('B', 'other', 30_000);

	expect(lateSuspensions('A', 30_000)).toEqual(['first', 'second']);
	expect(lateSuspensions('A', 60_000)).toEqual(['first', 'second']);
	expect(lateSuspensions('A', 60_001)).toEqual(['second']);
	expect(lateSuspensions('A', 90_001)).toEqual([]);
	expect(lateSuspensions('B', 60_001)).toEqual(['other']);
});

it('counts from the last time that it was asked', () => {
	noteSuspension('C', 'again', 0);
	noteSuspension('C', 'once', 10_000);
	noteSuspension('C', 'again', 50_000);

	expect(lateSuspensions('C', 60_000)).toEqual(['once', 'again']);
	noteSuspension('C', 'last', 100_000);
	expect(lateSuspensions('C', 100_000)).toEqual(['again', 'last']);
	// It was dropped, not only left out.
	expect(lateSuspensions('C', 20_000)).toEqual(['again', 'last']);
});

it('forgets one that was refused, of this account only', () => {
	noteSuspension('D', 'refused', 200_000);
	noteSuspension('D', 'made', 200_000);
	noteSuspension('E', 'refused', 200_000);
	forgetSuspension('D', 'refused');

	expect(lateSuspensions('D', 200_000)).toEqual(['made']);
	expect(lateSuspensions('E', 200_000)).toEqual(['refused']);
});
