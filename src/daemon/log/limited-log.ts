import type { Clock } from '../../clock/index.ts';
import { RecentMap } from '../recent-map.ts';
import type { Log } from '../services.ts';

/** Texts remembered at most; beyond, one is forgotten and may be written again. */
const TEXTS_MAX = 1_000;

interface Window {
  readonly endsAtMs: number;
  suppressed: number;
}
type Windows = RecentMap<string, Window>;
type Write = Log['info'];

/**
 * A log that writes the same text at most once per period and level, with the number of lines left
 * out since: a thousand clients with the same fault make one line a second. Texts have to be
 * constant; what varies belongs in the fields, of which the first ones are shown.
 */
export function limitedLog(log: Log, clock: Clock, periodMs = 1_000): Log {
  return limit(log, clock, periodMs, new RecentMap(TEXTS_MAX));
}

function limit(log: Log, clock: Clock, periodMs: number, windows: Windows): Log {
  const limited = (level: string, write: Write): Write => {
    return (fields, text) => {
      const key = `${level} ${text}`;
      const window = windows.get(key);
      const nowMs = clock.monotonic();
      if (window !== undefined && nowMs < window.endsAtMs) {
        window.suppressed += 1;
        return;
      }
      windows.set(key, { endsAtMs: nowMs + periodMs, suppressed: 0 });
      const suppressed = window?.suppressed ?? 0;
      write(suppressed === 0 ? fields : { ...fields, suppressed }, text);
    };
  };
  return {
    debug: limited('debug', (fields, text) => log.debug(fields, text)),
    info: limited('info', (fields, text) => log.info(fields, text)),
    warn: limited('warn', (fields, text) => log.warn(fields, text)),
    error: limited('error', (fields, text) => log.error(fields, text)),
    child: (fields) => limit(log.child(fields), clock, periodMs, windows),
  };
}
