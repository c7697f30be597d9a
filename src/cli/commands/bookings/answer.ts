import type { OperationAnswer } from '../../../protocol/index.ts';
import type { Context } from '../../context.ts';
import { renderJson } from '../../output/json.ts';
import type { JsonOption } from '../../output/print.ts';

type BookingAnswer = OperationAnswer<'setStatus'>;

/** A sentence on a terminal; in a pipe the id, the status and the version between tabs. */
export function printAnswer(answer: BookingAnswer, options: JsonOption, context: Context): void {
  const { booking_id: id, status, version, online } = answer;
  const { stdout } = context;
  if (options.json) stdout.write(renderJson([answer]));
  else if (stdout.isTTY !== true) stdout.write(`${[id, status, version].join('\t')}\n`);
  else stdout.write(`Booking ${id} is ${status}${online === false ? OFFLINE : ''}.\n`);
}

const OFFLINE = '; nobody concerned is connected now, they are told when they come back';
