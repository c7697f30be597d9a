import { createHash } from 'node:crypto';
import { parseUser, type UserKey } from '../../../src/protocol/index.ts';
import type { Asked, Ledger } from './people.ts';
import type { Sent } from './sent-messages.ts';
import { HTTP_RIDER, REVOKED_RIDER } from './story.ts';

type Json = Readonly<Record<string, unknown>>;

/** Looks into the database that a power cut has left: whether a query has a row. */
export type Look = (sql: string, values: readonly unknown[]) => boolean;

/** What somebody may rely on. */
interface Promised {
  readonly kind: string;
  readonly isKept: (look: Look) => boolean;
}

/** From the place in the trace at which a message began to leave. */
export interface Answered extends Promised {
  readonly at: number;
  readonly text: string;
}

interface Circumstances {
  /** Whose session it was said in. */
  readonly user: UserKey | undefined;
  /** What it answers. */
  readonly asked: Asked | undefined;
  /** Answers before that said that tokens were revoked. */
  readonly revocations: number;
}

/** All that was promised by what has left the daemon, in its order. */
export function promisesOf(sent: readonly Sent[], ledger: Ledger): Answered[] {
  const users = new Map<string, UserKey>();
  let revocations = -1;
  return sent.flatMap(({ at, socket, text }) => {
    const message = readJson(text);
    if (message === null) return [];
    const owner = parseUser(`${message.role}:${message.user_id}`);
    if (message.type === 'authenticated' && owner !== null) users.set(socket, owner);
    if (message.revoked !== undefined) revocations += 1;
    const asked = ledger.get(String(message.id));
    const circumstances = { user: users.get(socket), asked, revocations };
    const promised = RULES.flatMap((rule) => rule(message, circumstances));
    return promised.map((each) => ({ ...each, at, text }));
  });
}

function readJson(text: string): Json | null {
  return text.startsWith('{') ? (JSON.parse(text) as Json) : null;
}

const RULES: readonly ((message: Json, circumstances: Circumstances) => readonly Promised[])[] = [
  versions,
  tokens,
  durableMessage,
  epoch,
  rememberedAnswer,
  ({ type, result }, { asked }) => (type === 'ack' && asked ? answerTo(asked, result) : []),
  ({ type, seq }) =>
    type === undefined && typeof seq === 'number' ? [entry(HTTP_RIDER, seq)] : [],
  revocation,
];

/** Whoever is shown a version of a booking can rely on that version. */
function versions(message: Json): Promised[] {
  return objectsIn(message).flatMap(({ booking_id, version }) => {
    if (booking_id === undefined || version === undefined) return [];
    const isKept = has(
      'transitions WHERE booking_id = ? AND version = ?',
      `${booking_id}`,
      version,
    );
    return [{ kind: 'version', isKept }];
  });
}

function tokens(message: Json): Promised[] {
  return objectsIn(message).flatMap(({ token }) => {
    if (typeof token !== 'string') return [];
    const hash = createHash('sha256').update(token).digest('hex');
    return [{ kind: 'token', isKept: has('tokens WHERE hash = ?', hash) }];
  });
}

/** What was pushed will not be told otherwise under the same number. */
function durableMessage(message: Json, { user }: Circumstances): Promised[] {
  const { seq, replayed: _, ...content } = message;
  if (user === undefined || typeof seq !== 'number' || message.type === 'authenticated') return [];
  const isKept = has(
    `${ENTRIES} AND json = ?`,
    user.role,
    user.userId,
    seq,
    JSON.stringify(content),
  );
  return [{ kind: `pushed ${message.type}`, isKept }];
}

/** The same id again will get the same answer again. */
function rememberedAnswer({ type, id, temporary }: Json, { asked }: Circumstances): Promised[] {
  if (asked === undefined || temporary === true || !REMEMBERED.has(asked.message.type)) return [];
  return [{ kind: `remembered ${type}`, isKept: has('commands WHERE id = ?', JSON.stringify(id)) }];
}

function epoch({ type, epoch: told }: Json): Promised[] {
  if (type !== 'authenticated') return [];
  return [{ kind: 'epoch', isKept: has("meta WHERE key = 'epoch' AND value = ?", told) }];
}

function answerTo({ user, message }: Asked, result: unknown): Promised[] {
  switch (message.type) {
    case 'notify': {
      const to = parseUser(`${message.role}:${message.user_id}`);
      return to === null ? [] : [entry(to, (result as Json).seq)];
    }
    case 'ack': {
      const where = 'streams WHERE role = ? AND user_id = ? AND acked_seq >= ?';
      return [{ kind: 'ack', isKept: has(where, user.role, user.userId, message.seq) }];
    }
    case 'location_batch': {
      const points = message.points as readonly Json[];
      const where = 'track_points WHERE driver_id = ? AND fix_at = ?';
      return points.map(({ timestamp }) => ({
        kind: 'track',
        isKept: has(where, user.userId, timestamp),
      }));
    }
    case 'rate_booking': {
      const where = 'bookings WHERE booking_id = ? AND rating = ?';
      return [{ kind: 'rating', isKept: has(where, message.booking_id, message.rating) }];
    }
    default:
      return [];
  }
}

const REMEMBERED: ReadonlySet<unknown> = new Set([
  'request_booking',
  'assign_driver',
  'driver_response',
  'status_update',
  'rate_booking',
  'notify',
  'location_batch',
]);

const ENTRIES =
  'stream_entries JOIN streams USING (stream_id) WHERE role = ? AND user_id = ? AND seq = ?';

function entry({ role, userId }: UserKey, seq: unknown): Promised {
  return { kind: 'notification', isKept: has(ENTRIES, role, userId, seq) };
}

/** Such an answer names nobody; each day issues one token to this rider, and revokes it. */
function revocation({ revoked }: Json, { revocations }: Circumstances): Promised[] {
  if (revoked === undefined) return [];
  const { role, userId } = REVOKED_RIDER;
  const where = 'tokens WHERE role = ? AND user_id = ? AND revoked_at IS NOT NULL';
  const isKept = has(`${where} LIMIT 1 OFFSET ?`, role, userId, revocations);
  return [{ kind: 'revocation', isKept }];
}

function has(where: string, ...values: readonly unknown[]): (look: Look) => boolean {
  return (look) => look(`SELECT 1 FROM ${where}`, values);
}

function objectsIn(value: unknown): Json[] {
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.values(value).flatMap(objectsIn);
  return Array.isArray(value) ? inside : [value as Json, ...inside];
}
