import { isDeepStrictEqual } from 'node:util';
import type { Findings } from './findings.ts';
import type { Life, ShownStream } from './shown-stream.ts';
import type { Stored, StreamRow } from './stored.ts';

/** Everybody's numbered stream as it is stored, against what their clients showed of it. */
export function checkStreams(
  streams: readonly ShownStream[],
  stored: Stored,
  findings: Findings,
): void {
  const rowsOf = Map.groupBy(stored.entries, ({ user }) => user);
  for (const [user, rows] of rowsOf)
    checkNumbers(user, rows, stored.newestSeqs.get(user), findings);
  for (const stream of streams) {
    new StreamCheck(stream, rowsOf.get(stream.user) ?? [], findings).run(stored.epoch);
  }
}

/** 1, 2, … without a gap, in the order of the commits. */
function checkNumbers(
  user: string,
  rows: readonly StreamRow[],
  newestSeq: number | undefined,
  findings: Findings,
): void {
  rows.forEach(({ seq }, index) => {
    if (seq !== index + 1) findings.add('lost', `${user}: row ${index + 1} is numbered ${seq}`);
  });
  if (newestSeq !== rows.length) {
    findings.add('lost', `${user}: ${rows.length} rows, and the newest number is ${newestSeq}`);
  }
}

/** One user's stream, over all the lives of their clients. */
class StreamCheck {
  private readonly stream: ShownStream;
  private readonly rows: readonly StreamRow[];
  private readonly findings: Findings;
  /** The newest number that anybody has shown yet. */
  private newest = 0;

  constructor(stream: ShownStream, rows: readonly StreamRow[], findings: Findings) {
    this.stream = stream;
    this.rows = rows;
    this.findings = findings;
  }

  run(epoch: string): void {
    for (const life of this.stream.lives) {
      if (life.start === null) continue;
      if (life.epoch !== null && life.epoch !== epoch) this.add('wrong', `epoch ${life.epoch}`);
      this.follow(life, life.start);
    }
    this.miss(null, this.newest, this.rows.length, 'was never shown');
  }

  private follow(life: Life, start: number): void {
    // What was acknowledged, or stored as the position, was shown before.
    this.miss(life, this.newest, start, 'was left out by a new start');
    let last = start;
    for (const { seq, message, isReplayed, stamp } of life.shown) {
      const place = `${seq} at ${stamp}`;
      if (seq <= last) this.add('repeated', `${place} came after ${last}`);
      else this.miss(life, last, seq - 1, `did not come before ${place}`);
      const isKnown = seq <= this.newest && seq > last;
      // A client that kept nothing is shown again what it may not have processed, and told so.
      if (isKnown && (life.resumedFrom !== null || !isReplayed)) {
        this.add('repeated', `${place} had been shown before`);
      }
      this.compare(seq, message, place);
      last = Math.max(last, seq);
      this.newest = Math.max(this.newest, seq);
    }
  }

  /** Offers that were over are left out for pages without acknowledgements that begin anew. */
  private miss(life: Life | null, after: number, until: number, what: string): void {
    const mayLeaveOut = !this.stream.acks && life?.resumedFrom === null;
    for (const { seq, json } of this.rows.slice(after, until)) {
      const isOffer = json.startsWith('{"type":"driver_assigned"');
      if (!(mayLeaveOut && isOffer)) this.add('lost', `${seq} ${what}: ${json}`);
    }
    this.newest = Math.max(this.newest, until);
  }

  private compare(seq: number, message: object, place: string): void {
    const row = this.rows[seq - 1];
    if (row === undefined) this.add('wrong', `${place} is not stored: ${JSON.stringify(message)}`);
    else if (!isDeepStrictEqual(JSON.parse(row.json), message)) {
      this.add('wrong', `${place} was ${JSON.stringify(message)}, stored is ${row.json}`);
    }
  }

  private add(kind: 'lost' | 'repeated' | 'wrong', what: string): void {
    const { user, lives } = this.stream;
    const story = lives.map(({ resumedFrom, start, shown }) => {
      const [first, last] = [shown.at(0), shown.at(-1)];
      const span =
        first && last ? `${first.seq} at ${first.stamp} to ${last.seq} at ${last.stamp}` : '';
      return `${resumedFrom === null ? 'began anew' : 'resumed'} after ${start}, showed ${span}`;
    });
    this.findings.add(kind, `message to ${user}: ${what}`, story);
  }
}
