import type { Line } from './route.ts';

/** One of the two ends of a part. */
interface End {
  readonly part: number;
  readonly atStart: boolean;
}

/** Digits of a degree that tell two ends apart: the sixth is a decimetre. */
const DIGITS = 6;

/**
 * Joins the parts of one line that meet end to end, whichever way and order they were drawn.
 * Where three or more ends meet the way is a choice, and the parts stay apart.
 */
export function joinLines(lines: readonly Line[]): Line[] {
  const parts = lines.filter((line) => line.latitudes.length > 0);
  const meetings = meetingsOf(parts);
  const left = new Set(parts.keys());
  const joined: Line[] = [];
  for (const part of parts.keys()) {
    if (!left.delete(part)) continue;
    const forward = follow(parts, meetings, left, { part, atStart: false });
    const backward = follow(parts, meetings, left, { part, atStart: true });
    const before = backward.map(reversed).reverse();
    joined.push(concatenated([...before, ...parts.slice(part, part + 1), ...forward]));
  }
  return joined;
}

function meetingsOf(parts: readonly Line[]): Map<string, End[]> {
  const meetings = new Map<string, End[]>();
  for (const part of parts.keys()) {
    for (const atStart of [true, false]) {
      const end = { part, atStart };
      const key = keyOf(parts, end);
      meetings.set(key, [...(meetings.get(key) ?? []), end]);
    }
  }
  return meetings;
}

function keyOf(parts: readonly Line[], { part, atStart }: End): string {
  const line = parts[part];
  const index = atStart ? 0 : -1;
  const latitude = line?.latitudes.at(index)?.toFixed(DIGITS);
  return `${latitude} ${line?.longitudes.at(index)?.toFixed(DIGITS)}`;
}

/** The parts that go on from an end, each turned so that it leads away from it. */
function follow(
  parts: readonly Line[],
  meetings: ReadonlyMap<string, readonly End[]>,
  left: Set<number>,
  start: End,
): Line[] {
  const way: Line[] = [];
  let end = start;
  while (true) {
    const meeting = meetings.get(keyOf(parts, end)) ?? [];
    const next = meeting.find(({ part }) => left.has(part));
    const line = next && parts[next.part];
    if (meeting.length !== 2 || next === undefined || line === undefined) return way;
    left.delete(next.part);
    way.push(next.atStart ? line : reversed(line));
    end = { part: next.part, atStart: !next.atStart };
  }
}

function reversed(line: Line): Line {
  return { latitudes: line.latitudes.toReversed(), longitudes: line.longitudes.toReversed() };
}

function concatenated(lines: readonly Line[]): Line {
  return {
    latitudes: lines.flatMap((line) => line.latitudes),
    longitudes: lines.flatMap((line) => line.longitudes),
  };
}
