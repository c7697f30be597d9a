import type { Role } from '../../protocol/index.ts';

/** `system` acts by timers and, where a policy says so, by itself. */
export type ActorRole = Role | 'system';

/** Who asks. Ids are strings inside; `driver 7` and `rider 7` are two people. */
export interface Actor {
  readonly role: ActorRole;
  readonly userId: string;
}

export const SYSTEM: Actor = { role: 'system', userId: 'system' };
