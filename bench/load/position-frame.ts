import { frameOf, MASK } from './frame.ts';
import type { Wrapping } from './wrapping.ts';

const TEXT = 1;
/** A few metres to and fro: never the same place twice in a row, never implausible. */
const DRIFTS = 97;
const DRIFT_DIGITS = 2;
const ZERO = 0x30;
const POINT = 0x2e;
const MS_DIGITS = 13;
const FRACTION_DIGITS = 3;
const TIME_BYTES = MS_DIGITS + 1 + FRACTION_DIGITS;
const PLACE = '14.6000';
const BODY =
  `{"type":"location_update","latitude":${PLACE}${'0'.repeat(DRIFT_DIGITS)},` +
  '"longitude":120.98,"heading":90,"speed":6.5,"accuracy":8,"timestamp":';

/**
 * One driver's position as a frame in which only place and time change, because a generator that
 * builds JSON for every position costs more than the server that reads it.
 */
export class PositionFrame {
  private frame: Buffer;
  private readonly driftAt: number;
  private readonly timeAt: number;

  constructor({ before, after }: Wrapping) {
    const text = `${before}${BODY}${'0'.repeat(TIME_BYTES)}}${after}`;
    this.frame = frameOf(TEXT, text);
    const start = this.frame.length - text.length;
    this.timeAt = start + before.length + BODY.length;
    this.driftAt = start + text.indexOf(PLACE) + PLACE.length;
  }

  /** `isFree`: nobody still writes the frame of last time; else this is a new one. */
  stamp(index: number, timestampMs: number, isFree: boolean): Buffer {
    if (!isFree) this.frame = Buffer.from(this.frame);
    const { frame, timeAt } = this;
    const whole = Math.floor(timestampMs);
    const fraction = Math.floor((timestampMs - whole) * 10 ** FRACTION_DIGITS);
    writeDigits(index % DRIFTS, DRIFT_DIGITS, frame, this.driftAt);
    writeDigits(whole, MS_DIGITS, frame, timeAt);
    frame[timeAt + MS_DIGITS] = POINT ^ MASK;
    writeDigits(fraction, FRACTION_DIGITS, frame, timeAt + MS_DIGITS + 1);
    return frame;
  }
}

function writeDigits(value: number, count: number, frame: Buffer, start: number): void {
  let rest = value;
  for (let at = start + count - 1; at >= start; at -= 1) {
    const tens = Math.floor(rest / 10);
    frame[at] = (ZERO + rest - tens * 10) ^ MASK;
    rest = tens;
  }
}
