import { readFileSync } from 'node:fs';

/**
 * Loaded into a daemon before its own program: on SIGUSR2 the clock of its machine is set by as
 * many milliseconds as the file says that `PROOF_CLOCK` names.
 */
const file = process.env.PROOF_CLOCK ?? '';
const read = Date.now;
let offMs = 0;

const set = () => {
  offMs = Number(readFileSync(file, 'utf8'));
};

set();
process.on('SIGUSR2', set);
Date.now = () => read() + offMs;
