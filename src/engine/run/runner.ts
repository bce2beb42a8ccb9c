/** All that runs graphs and steps, loaded on first use: as one module, so that bundlers share it in fewer chunks. */
export { carryOutStep } from './carry-out-step.js';
export { driveRun } from './drive-run.js';
