import type { LeveledLog } from '../../src/daemon/log/create-log.ts';

const ignore = () => {};

/** Tests look at what the daemon does, not at what it writes down. */
export const silentLog: LeveledLog = {
  level: 'silent',
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
  child: () => silentLog,
};
