import type { DriverView } from '../../protocol/index.ts';

/** A frame holds at most so many bytes, so that a phone-sized client can swallow it. */
const FRAME_BYTES_MAX = 64 * 1024;
const CHANGED_HEAD = '{"type":"fleet_update","drivers":[';
const GONE_HEAD = '{"type":"fleet_update","drivers":[],"gone":[';
const TAIL = ']}';

/** A driver who has changed, as JSON once for all who watch; one who is gone has no view. */
export interface FleetRow {
  readonly driverId: string;
  readonly driver: DriverView | null;
  /** Of the view; of one who is gone, the id. */
  readonly json: string;
}

export interface FleetFrame {
  readonly text: string;
  readonly rows: readonly FleetRow[];
}

/** Many drivers in few frames. */
export function framesOf(rows: readonly FleetRow[]): readonly FleetFrame[] {
  const gone = rows.filter(({ driver }) => driver === null);
  if (gone.length === 0) return pack(CHANGED_HEAD, rows);
  const changed = rows.filter(({ driver }) => driver !== null);
  return [...pack(CHANGED_HEAD, changed), ...pack(GONE_HEAD, gone)];
}

function pack(head: string, rows: readonly FleetRow[]): readonly FleetFrame[] {
  const frames: FleetFrame[] = [];
  let open: FleetRow[] = [];
  let bytes = 0;
  const finish = () => {
    if (open.length === 0) return;
    const text = `${head}${open.map(({ json }) => json).join(',')}${TAIL}`;
    frames.push({ text, rows: open });
    open = [];
  };
  for (const row of rows) {
    // With the comma before it, and the frame's own brackets.
    const size = Buffer.byteLength(row.json) + 1;
    if (bytes + size + head.length + TAIL.length > FRAME_BYTES_MAX) {
      finish();
      bytes = 0;
    }
    open.push(row);
    bytes += size;
  }
  finish();
  return frames;
}
