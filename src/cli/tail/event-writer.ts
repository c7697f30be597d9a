import type { EventView } from '../../protocol/index.ts';
import { padCells } from '../../text/cells.ts';
import { cleanLine } from '../../text/clean.ts';
import { formatClock } from '../../text/format-clock.ts';
import type { Context } from '../context.ts';
import { renderJson } from '../output/json.ts';
import { type Paint, paintFor } from '../output/paint.ts';
import type { JsonOption } from '../output/print.ts';
import { formatInstant } from '../output/time.ts';

export type EventWriter = (event: EventView) => void;

/** Writes events: lines for people, tabs in a pipe, or JSON. */
export async function eventWriter(
  options: JsonOption,
  { stdout, env }: Context,
): Promise<EventWriter> {
  const toText = stdout.isTTY === true ? toLine(await paintFor(stdout, env)) : toTabs;
  const render = options.json ? toJson : toText;
  return (event) => {
    stdout.write(render(event));
  };
}

function toJson(event: EventView): string {
  return renderJson([event]);
}

function toTabs({ at, level, kind, user = '', booking_id: booking = '', text }: EventView): string {
  const cells = [formatInstant(at), level, kind, user, String(booking), text];
  return `${cells.map(cleanLine).join('\t')}\n`;
}

const KIND_CELLS = 20;

function toLine(paint: Paint): (event: EventView) => string {
  return ({ at, level, kind, text }) => {
    const head = `${paint(formatClock(at), 'faint')}  ${padCells(cleanLine(kind), KIND_CELLS)}`;
    return `${head}  ${paint(cleanLine(text), level === 'warn' ? 'busy' : undefined)}\n`;
  };
}
