import type { Control } from './Control.ts';
import { applicationControls } from './applicationControls.ts';
import { faultControls } from './faultControls.ts';
import { inspectionControls } from './inspectionControls.ts';
import { settingControls } from './settingControls.ts';
import { userControls } from './userControls.ts';

/** Everything that can be controlled over HTTP, in the order in which help shows it. */
export const allControls: readonly Control[] = [
	...inspectionControls,
	...userControls,
	...applicationControls,
	...faultControls,
	...settingControls,
];
