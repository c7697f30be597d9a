/** One system call of a traced process, with its bytes still as strace writes them. */
export interface SystemCall {
  readonly name: string;
  readonly args: string;
  /** Below 0: it failed. NaN: the process ended within it. */
  readonly result: number;
  /** What strace shows of the result: the path behind a descriptor, or why it failed. */
  readonly outcome: string;
  /**
   * Places in the order in which things happened. A call that began at a later place than another
   * one has ended at can have been caused by it, and never the other way round.
   */
  readonly begunAt: number;
  readonly endedAt: number;
}

interface Begun {
  readonly name: string;
  readonly args: string;
  readonly begunAt: number;
}

const LINE = /^(\d+) +[\d.]+ (?:<\.\.\. (\w+) resumed>|(\w+)\()(.*)$/s;
const RESULT = /^(.*)\) += (-?\d+|\?)(.*)$/s;
const UNFINISHED = / <unfinished \.\.\.>$/;

/**
 * Reads what strace wrote (`-f -ttt -y -xx`). Calls of several threads overlap: one that others
 * came between stands on two lines. `firstAt` goes on from an earlier trace.
 */
export function readSystemCalls(trace: string, firstAt = 0): SystemCall[] {
  const calls: SystemCall[] = [];
  const begun = new Map<string, Begun>();
  for (const [index, line] of trace.split('\n').entries()) {
    const [, thread = '', resumed, name = '', rest = ''] = LINE.exec(line) ?? [];
    if (thread === '') continue;
    const at = firstAt + index;
    const started = resumed === undefined ? undefined : begun.get(thread);
    const call = started ?? { name, args: '', begunAt: at };
    const args = call.args + rest.replace(UNFINISHED, '');
    if (UNFINISHED.test(rest)) begun.set(thread, { ...call, args });
    else {
      begun.delete(thread);
      calls.push(endCall({ ...call, args }, at));
    }
  }
  for (const call of begun.values()) {
    calls.push({ ...call, result: Number.NaN, outcome: '', endedAt: Number.POSITIVE_INFINITY });
  }
  return calls.sort((a, b) => a.begunAt - b.begunAt);
}

function endCall({ name, args, begunAt }: Begun, endedAt: number): SystemCall {
  const [, given = args, result = '?', outcome = ''] = RESULT.exec(args) ?? [];
  return { name, args: given, result: Number(result), outcome, begunAt, endedAt };
}

/** The quoted strings of a call, in order: paths, or what is written. */
export function stringsOf(args: string): Buffer[] {
  return Array.from(args.matchAll(/"([^"]*)"/g), ([, hex = '']) => bytesOf(hex));
}

/** The number of a call's first descriptor, and what is behind it: a path, or `socket:[123]`. */
export function descriptorOf(args: string): string {
  return bytesOf(/^\w+<([^>]*)>/.exec(args)?.[1] ?? '').toString();
}

/** `-xx` writes every byte as `\x2f`, whatever it is. */
export function bytesOf(escaped: string): Buffer {
  return Buffer.from(escaped.replaceAll('\\x', ''), 'hex');
}
