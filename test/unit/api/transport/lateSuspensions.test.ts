import {
	forgetSuspension,
	lateSuspensions,
	noteSuspension,
} from '../../../../nodes/OnePasswordUsers/api/transport/lateSuspensions';

/** After whatever other tests of this process have noted. */
const START = Math.ceil(performance.now()) + 1_000_000;

it('remembers for a minute whom an account was asked to suspend', () => {
	noteSuspension('A', 'first', START);
	noteSuspension('A', 'second', START + 30_000);
	noteSuspension('B', 'other', START + 30_000);

	expect(lateSuspensions('A', START + 30_000)).toEqual(['first', 'second']);
	expect(lateSuspensions('A', START + 60_000)).toEqual(['first', 'second']);
	expect(lateSuspensions('A', START + 60_001)).toEqual(['second']);
	expect(lateSuspensions('A', START + 90_001)).toEqual([]);
	expect(lateSuspensions('B', START + 60_001)).toEqual(['other']);
});

it('counts from the last time that it was asked', () => {
	noteSuspension('C', 'again', START);
	noteSuspension('C', 'once', START + 10_000);
	noteSuspension('C', 'again', START + 50_000);

	expect(lateSuspensions('C', START + 60_000)).toEqual(['once', 'again']);
	noteSuspension('C', 'last', START + 100_000);
	expect(lateSuspensions('C', START + 100_000)).toEqual(['again', 'last']);
	// It was dropped, not only left out.
	expect(lateSuspensions('C', START + 20_000)).toEqual(['again', 'last']);
});

it('forgets one that was refused, of this account only', () => {
	noteSuspension('D', 'refused', START + 200_000);
	noteSuspension('D', 'made', START + 200_000);
	noteSuspension('E', 'refused', START + 200_000);
	forgetSuspension('D', 'refused');

	expect(lateSuspensions('D', START + 200_000)).toEqual(['made']);
	expect(lateSuspensions('E', START + 200_000)).toEqual(['refused']);
});
