import type { Clock, Timer } from '../../clock/index.ts';
import { formatUser, type Role, type UserKey } from '../../protocol/index.ts';
import type { Session } from './session.ts';

/** How long a user who has lost the last session still counts as present: a network handover. */
const PRESENCE_GRACE_MS = 10_000;

interface Listeners {
  /** The first session of a user has opened, or the last one has closed. */
  readonly onOnlineChange: (user: UserKey) => void;
  /** The same, but whoever comes back within the grace was never away. */
  readonly onPresence: (user: UserKey, online: boolean) => void;
}

/** Every live session of this daemon, by id and by user. */
export class SessionRegistry {
  private readonly sessions = new Map<string, Session>();
  private readonly byUser = new Map<string, Set<Session>>();
  /** Users in the grace after their last session: at most one timer per user, bounded by them. */
  private readonly leaving = new Map<string, Timer>();
  private readonly counts: Record<Role, number> = { admin: 0, driver: 0, rider: 0 };
  private readonly clock: Clock;
  private readonly listeners: Listeners;

  constructor(clock: Clock, listeners: Listeners) {
    this.clock = clock;
    this.listeners = listeners;
  }

  add(session: Session): void {
    this.sessions.set(session.id, session);
    this.counts[session.user.role] += 1;
    const set = this.byUser.get(session.userName) ?? new Set();
    this.byUser.set(session.userName, set.add(session));
    const grace = this.leaving.get(session.userName);
    grace?.cancel();
    this.leaving.delete(session.userName);
    if (set.size > 1) return;
    this.listeners.onOnlineChange(session.user);
    if (grace === undefined) this.listeners.onPresence(session.user, true);
  }

  remove(session: Session): void {
    if (!this.sessions.delete(session.id)) return;
    this.counts[session.user.role] -= 1;
    const set = this.byUser.get(session.userName);
    set?.delete(session);
    if (set?.size !== 0) return;
    this.byUser.delete(session.userName);
    const { user, userName } = session;
    const leave = () => {
      this.leaving.delete(userName);
      this.listeners.onPresence(user, false);
    };
    this.leaving.set(userName, this.clock.after(PRESENCE_GRACE_MS, leave));
    this.listeners.onOnlineChange(user);
  }

  isOnline(user: UserKey): boolean {
    return this.byUser.has(formatUser(user));
  }

  /** The sessions of a user by its name, `driver:7`; empty when there is none. */
  of(userName: string): ReadonlySet<Session> {
    return this.byUser.get(userName) ?? NOBODY;
  }

  all(): IterableIterator<Session> {
    return this.sessions.values();
  }

  count(role: Role): number {
    return this.counts[role];
  }

  get size(): number {
    return this.sessions.size;
  }

  close(): void {
    for (const timer of this.leaving.values()) timer.cancel();
    this.leaving.clear();
  }
}

const NOBODY: ReadonlySet<Session> = new Set();
