export { DiskError, SpoolFull } from './errors.ts';
export { openSpool, type Spool, type SpoolCounts, type SpoolOptions } from './spool.ts';
export { type Sweep, type SweepOptions, sweepSpool } from './sweep.ts';
