import type { Clock } from '../../clock/index.ts';
import { formatUser } from '../../protocol/index.ts';
import type { Bus } from '../bus/bus.ts';
import type { Log } from '../services.ts';
import { tokenIdOf } from '../tokens/token-view.ts';
import { limitLines } from './limit-lines.ts';
import type { SecurityKind, SecurityNote } from './security-note.ts';

interface SecurityLogParts {
  readonly bus: Bus;
  readonly log: Log;
  /** Service time. */
  readonly clock: Clock;
  readonly wallClock: Clock;
}

type Write = (note: SecurityNote) => void;

/** Writes what concerns security to the log and to the live log, so much of each kind. */
export function securityLog({ bus, log, clock, wallClock }: SecurityLogParts): () => void {
  const writers = new Map<SecurityKind, Write>();
  const write = (note: SecurityNote) => {
    const { kind, level, text, user, fields } = note;
    const about = user === undefined ? {} : { user: formatUser(user) };
    // Drivers and riders come and go all day, and would hide the rest: that is for who debugs.
    const isEveryday = kind === 'auth.opened' && user?.role !== 'admin';
    log[isEveryday ? 'debug' : level]({ security: kind, ...about, ...fields }, text);
    if (isEveryday) return;
    bus.publish('event', { at: clock.now(), kind, level, text, security: true, ...about });
  };
  const note = (each: SecurityNote) => {
    const limited = writers.get(each.kind) ?? limitLines(write, wallClock);
    writers.set(each.kind, limited);
    limited(each);
  };
  const stops = [
    bus.subscribe('security', note),
    bus.subscribe('kicked', ({ user, reason }) => {
      const text = `${formatUser(user)} was disconnected (${reason})`;
      note({ kind: 'connection.kicked', level: 'warn', text, user });
    }),
    bus.subscribe('revoked', ({ hashes }) => {
      const [first = ''] = hashes;
      const more = hashes.length > 1 ? ` and ${hashes.length - 1} more` : '';
      const text = `token ${tokenIdOf(first)}${more} revoked`;
      note({ kind: 'token.revoked', level: 'warn', text });
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
