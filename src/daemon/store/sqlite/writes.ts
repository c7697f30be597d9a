import type { Database } from 'better-sqlite3';
import type { CommandOutcome, NotifyOutcome, Store } from '../store.ts';
import { runOnce } from './commands.ts';
import { eraseUsers } from './erase-users.ts';
import { executeCommand } from './execute.ts';
import { fireTimers } from './fire-timers.ts';
import { noteTimeSet } from './newest-time.ts';
import { notifyUser } from './notify.ts';
import { probe } from './probe.ts';
import { purgeExpired } from './purge.ts';
import { acknowledgeStream } from './streams.ts';
import type { InThread } from './thread-messages.ts';
import { moveTimers } from './timers.ts';
import { insertToken, pruneTokens, revokeTokens, touchToken } from './tokens.ts';
import { appendTrackPoint } from './tracks.ts';
import { saveUser } from './users.ts';

export type Writes = InThread<
  Pick<
    Store,
    | 'execute'
    | 'fireTimers'
    | 'moveTimers'
    | 'notify'
    | 'acknowledgeAll'
    | 'appendTrack'
    | 'issueTokens'
    | 'revokeTokens'
    | 'touchTokens'
    | 'pruneTokens'
    | 'purge'
    | 'eraseUsers'
    | 'probe'
  >
>;

/** The writing half of the port, each inside the transaction that the group commit has begun. */
export function createWrites(db: Database): Writes {
  const once = runOnce(db);
  const execute = executeCommand(db);
  const notify = notifyUser(db);
  const acknowledge = acknowledgeStream(db);
  const appendPoint = appendTrackPoint(db);
  const insert = insertToken(db);
  const save = saveUser(db);
  const touch = touchToken(db);
  const move = moveTimers(db);
  const noteSet = noteTimeSet(db);
  return {
    execute: (request) => once(request.key, request.nowMs, () => execute(request), withoutEvents),
    fireTimers: fireTimers(db, execute),
    moveTimers: (byMs, nowMs, doubts) => {
      move(byMs);
      noteSet(nowMs, doubts);
    },
    notify: (request) => once(request.key, request.nowMs, () => notify(request), withoutDelivery),
    acknowledgeAll: (all) => {
      for (const { user, seq } of all) acknowledge(user, seq);
    },
    appendTrack: (points, key) => {
      const append = () => ({ ok: true, stored: points.filter(appendPoint).length }) as const;
      return once(key, points.at(-1)?.receivedAtMs ?? 0, append, (outcome) => outcome);
    },
    issueTokens: (drafts) => {
      for (const draft of drafts) {
        insert(draft);
        save(draft);
      }
    },
    revokeTokens: revokeTokens(db),
    touchTokens: (uses) => uses.forEach(touch),
    pruneTokens: pruneTokens(db),
    purge: purgeExpired(db),
    eraseUsers: eraseUsers(db),
    probe: probe(db),
  };
}

/** A repeat is answered, but what happened at the first time does not happen again. */
function withoutEvents(outcome: CommandOutcome): CommandOutcome {
  if (!outcome.ok) return outcome;
  return { ...outcome, steps: [], deliveries: [], nextTimerAt: null, rated: false };
}

function withoutDelivery(outcome: NotifyOutcome): NotifyOutcome {
  return outcome.ok ? { ...outcome, delivery: null } : outcome;
}
