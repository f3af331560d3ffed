import type { Run } from '../items';
import { changeState } from './changeState';
import { changeOptions, showFor, userField } from './fields';

/** Reactivate suspended users: they can sign in again. */
export const fields = showFor('user', 'reactivate', [userField, changeOptions]);

export const execute = (run: Run) => changeState(run, 'ACTIVE');
