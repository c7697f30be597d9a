import type { DriverView } from '../../protocol/index.ts';

/** A frame holds at most so many bytes, so that a phone-sized client can swallow it. */
const FRAME_BYTES_MAX = 64 * 1024;
const HEAD = '{"type":"fleet_update","drivers":[';
const TAIL = ']}';

/** A driver who has changed, turned into JSON once for all who watch. */
export interface FleetRow {
  readonly driverId: string;
  readonly driver: DriverView;
  readonly json: string;
}

export interface FleetFrame {
  readonly text: string;
  readonly rows: readonly FleetRow[];
}

/** Many drivers in few frames. */
export function framesOf(rows: readonly FleetRow[]): readonly FleetFrame[] {
  const frames: FleetFrame[] = [];
  let open: FleetRow[] = [];
  let bytes = 0;
  const finish = () => {
    if (open.length === 0) return;
    const text = `${HEAD}${open.map(({ json }) => json).join(',')}${TAIL}`;
    frames.push({ text, rows: open });
    open = [];
  };
  for (const row of rows) {
    // With the comma before it, and the frame's own brackets.
    const size = Buffer.byteLength(row.json) + 1;
    if (bytes + size + HEAD.length + TAIL.length > FRAME_BYTES_MAX) {
      finish();
      bytes = 0;
    }
    open.push(row);
    bytes += size;
  }
  finish();
  return frames;
}
