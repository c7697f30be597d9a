import type { Log } from '../../src/daemon/services.ts';

const ignore = () => {};

/** Tests look at what the daemon does, not at what it writes down. */
export const silentLog: Log = {
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
  child: () => silentLog,
};
