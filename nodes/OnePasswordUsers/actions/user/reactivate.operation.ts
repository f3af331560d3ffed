import type { Run } from '../items';
import { changeState } from './changeState';
import { changeOptions, showFor, userField } from './fields';
import { nobodyWas } from './words';

/** Reactivate suspended users: they can sign in again. */
export const fields = showFor('user', 'reactivate', [userField, changeOptions]);

export const execute = (run: Run) => changeState(run, 'ACTIVE');

export const nothingDone = `${nobodyWas('ACTIVE')}.`;
