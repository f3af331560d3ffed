import type { Run } from '../items';
import { changeState } from './changeState';
import { changeOptions, showFor, userField } from './fields';
import { nobodyWas } from './words';

/** Suspend users: they are locked out of 1Password until they are reactivated. */
export const fields = showFor('user', 'suspend', [userField, changeOptions]);

export const execute = (run: Run) => changeState(run, 'SUSPENDED');

export const nothingDone = `${nobodyWas('SUSPENDED')}.`;
