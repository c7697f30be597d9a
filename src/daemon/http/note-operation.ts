import { formatUser, type UserKey } from '../../protocol/index.ts';
import type { SecurityKind } from '../security/security-note.ts';
import type { Services } from '../services.ts';

interface Operator {
  readonly services: Pick<Services, 'bus'>;
  readonly user: UserKey;
}

/** Says who did what to the daemon or its users: `text` goes on after their name. */
export function noteOperation(
  { services, user }: Operator,
  kind: SecurityKind,
  text: string,
  fields: Readonly<Record<string, unknown>> = {},
): void {
  const line = `${formatUser(user)} ${text}`;
  services.bus.publish('security', { kind, level: 'info', text: line, user, fields });
}
