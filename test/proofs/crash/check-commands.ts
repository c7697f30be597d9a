import { isDeepStrictEqual } from 'node:util';
import { commandHash } from '../../../src/daemon/commands/command-hash.ts';
import { type BookingStatus, toWireId } from '../../../src/protocol/index.ts';
import type { Answer, LedgerCommand } from './command-ledger.ts';
import type { FindingKind, Findings } from './findings.ts';
import type { RememberedCommand, Stored } from './stored.ts';
import { type Traces, timesDone, tracesOf } from './traces.ts';

/** A first answer as the database remembers it: of a booking, a notification or a batch. */
interface Done {
  readonly ok: true;
  readonly answer?: {
    readonly bookingId: string;
    readonly status: BookingStatus;
    readonly version: number;
  };
  readonly seq?: number;
  readonly stored?: number;
}

type Memory = Done | { readonly ok: false; readonly refusal: { readonly code: string } };

interface Evidence {
  readonly stored: Stored;
  readonly traces: Traces;
  readonly remembered: ReadonlyMap<string, RememberedCommand>;
}

/**
 * Every command that a client has written down, against what is stored. Acknowledged: it is there,
 * once, as it was told. Refused: it is not there. Never answered: either there in all its parts or
 * in none.
 */
export function checkCommands(
  commands: Iterable<LedgerCommand>,
  stored: Stored,
  findings: Findings,
): void {
  const remembered = new Map(stored.commands.map((row) => [`${row.scope} ${row.id}`, row]));
  const evidence = { stored, traces: tracesOf(stored), remembered };
  for (const command of commands) {
    const fault = faultOf(command, evidence);
    if (fault === null) continue;
    const [kind, what] = fault;
    const told = `${command.mark} of ${command.by}, ${JSON.stringify(command.content)}`;
    findings.add(kind, `${told}: ${what}`, command.story);
  }
}

type Fault = readonly [FindingKind, string];

function faultOf(command: LedgerCommand, evidence: Evidence): Fault | null {
  const { content, mark, key, answer } = command;
  const times = timesDone(content, mark, evidence.traces);
  if (times > 1) return ['repeated', `it is stored ${times} times`];
  // Nothing is remembered of a command without an id, and nothing was answered.
  if (key === null) return null;
  const row = evidence.remembered.get(`${key.scope} ${key.id}`);
  if (row === undefined) return faultOfForgotten(answer, times);
  const isHttp = key.scope.startsWith('http/');
  if (!isHttp && row.hash !== commandHash(content)) return ['wrong', 'other content is remembered'];
  const memory = JSON.parse(row.answer) as Memory;
  const doubt = doubtOf(answer, memory);
  if (doubt !== null) return ['wrong', doubt];
  return memory.ok
    ? faultOfDone(command, memory, times, evidence)
    : faultOfRefused(memory.refusal.code, times);
}

function faultOfForgotten(answer: Answer | null, times: number): Fault | null {
  if (answer?.ok) return ['lost', 'it was acknowledged, and the database knows nothing of it'];
  if (answer !== null) return ['lost', `its refusal (${answer.code}) is not remembered`];
  return times === 0 ? null : ['half', 'it has happened, and its answer is not remembered'];
}

function faultOfRefused(code: string, times: number): Fault | null {
  return times === 0 ? null : ['half', `it was refused (${code}), and has happened`];
}

/** What the client was told is what is remembered. */
function doubtOf(answer: Answer | null, memory: Memory): string | null {
  if (answer === null) return null;
  if (!memory.ok) {
    const isSame = !answer.ok && answer.code === memory.refusal.code;
    return isSame ? null : `remembered is a refusal, ${memory.refusal.code}`;
  }
  if (!answer.ok) return `it was refused (${answer.code}), and remembered is that it was done`;
  const { online: _, ...told } = answer.result as Record<string, unknown>;
  return isDeepStrictEqual(told, resultOf(memory))
    ? null
    : `remembered is ${JSON.stringify(memory)}`;
}

/** What an `ack` of this says, but for who is online. */
function resultOf({ answer, seq, stored }: Done): Record<string, unknown> {
  if (seq !== undefined) return { seq };
  if (answer === undefined) return { stored };
  const { bookingId, status, version } = answer;
  return { booking_id: toWireId(bookingId), status, version };
}

function faultOfDone(
  command: LedgerCommand,
  memory: Done,
  times: number,
  evidence: Evidence,
): Fault | null {
  const missing: FindingKind = command.answer?.ok ? 'lost' : 'half';
  switch (command.content.type) {
    case 'location_batch':
      return faultOfBatch(command, evidence.stored);
    case 'notify':
    case 'rate_booking':
      return times === 1 ? null : [missing, 'it is remembered, and has not happened'];
    default:
      return faultOfStep(command, memory, times, evidence);
  }
}

function faultOfStep(
  command: LedgerCommand,
  { answer }: Done,
  times: number,
  { stored, traces }: Evidence,
): Fault | null {
  const isAnswered = ({ bookingId, version, to }: Stored['log'][number]) =>
    bookingId === answer?.bookingId && version === answer.version && to === answer.status;
  const rows = times === 1 ? (traces.rows.get(command.mark) ?? []) : stored.log;
  const row = rows.find(isAnswered);
  const missing: FindingKind = command.answer?.ok ? 'lost' : 'half';
  if (row === undefined) return [missing, `there is no row for ${JSON.stringify(answer)}`];
  if (times === 1) {
    const isBySame = `${row.by}:${row.actorId}` === command.by;
    return isBySame ? null : ['wrong', `it is stored as by ${row.by}:${row.actorId}`];
  }
  // It changed nothing, which is right when the booking was already what was asked for.
  const { status, response } = command.content;
  const asked = [status, response, command.by.startsWith('driver:') ? 'pending' : status];
  return asked.includes(row.to) ? null : [missing, `it has not happened, and is no repeat`];
}

function faultOfBatch({ by, content, answer }: LedgerCommand, { fixes }: Stored): Fault | null {
  const points = content.points as readonly { readonly timestamp: number }[];
  const times = points.map(({ timestamp }) => Math.round(timestamp));
  const missing = times.filter((time) => !fixes.has(`${by} at ${time}`));
  if (missing.length === 0) return null;
  return [answer?.ok ? 'lost' : 'half', `its positions of ${missing.join(', ')} are not stored`];
}
