import type { UserKey } from '../../protocol/index.ts';

/** What kinds there are; each is limited by itself, so that a swarm of one hides no other. */
export type SecurityKind =
  | 'auth.failed'
  | 'auth.locked_out'
  | 'auth.opened'
  | 'auth.origin_refused'
  | 'auth.refused'
  | 'connection.kicked'
  | 'operator.erased'
  | 'operator.kicked'
  | 'operator.pruned'
  | 'operator.reloaded'
  | 'operator.revoked'
  | 'operator.stopped'
  | 'token.issued'
  | 'token.revoked';

/** Something that whoever guards the daemon wants to know. Never with a secret. */
export interface SecurityNote {
  readonly kind: SecurityKind;
  readonly level: 'info' | 'warn';
  /** For people. */
  readonly text: string;
  /** Who did it, or whom it befell. */
  readonly user?: UserKey;
  /** For programs that read the log. */
  readonly fields?: Readonly<Record<string, unknown>>;
}
