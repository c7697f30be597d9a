import type { Client } from '../../client/index.ts';
import type { EventView } from '../../protocol/index.ts';
import { CliCommand } from '../cli-command.ts';
import { failure } from '../cli-error.ts';
import type { Context } from '../context.ts';
import { parseId, parseUserOption } from '../options/identity.ts';
import { parseInteger } from '../options/number.ts';
import type { JsonOption } from '../output/print.ts';
import { type EventFilter, isWanted } from '../tail/event-filter.ts';
import { type EventWriter, eventWriter } from '../tail/event-writer.ts';
import { withClient } from '../target/client.ts';
import { type TargetOptions, withTarget } from '../target/target-options.ts';

interface TailOptions extends TargetOptions, JsonOption, EventFilter {
  readonly lines: number;
}

/** What the daemon keeps for newcomers. */
const LINES_MAX = 200;

export function tailCommand(context: Context): CliCommand {
  const command = new CliCommand('tail')
    .option('--lines <count>', 'begin with so many past ones', parseInteger(0, LINES_MAX), 10)
    .option('--kind <kind>', 'only these, such as booking or presence.offline')
    .option('--user <role:id>', 'only what this user did', parseUserOption)
    .option('--booking <id>', 'only about this booking', parseId)
    .option('--warnings', 'only what somebody should look at')
    .option('--security', 'only who comes in, who is refused, and what operators do')
    .option('--json', 'one JSON object a line for each event');
  return withTarget(command)
    .examples(
      ['routa tail', 'everything that happens'],
      ['routa tail --user driver:7', 'what one driver does'],
      ['routa tail --security', 'who tries what'],
      ['routa tail --kind booking --json', 'for a program'],
    )
    .action((options: TailOptions) => runTail(options, context));
}

async function runTail(options: TailOptions, context: Context): Promise<void> {
  const interrupted = context.interrupted().asked;
  const write = await eventWriter(options, context);
  await withClient({ ...options, name: 'routa tail' }, context, async (client) => {
    const ended = untilEnded(client, interrupted, context);
    follow(client, options, write);
    await client.joinRoom('events');
    await ended;
  });
}

/** The room begins with what has happened lately, also after each reconnection. */
function follow(client: Client, options: TailOptions, write: EventWriter): void {
  let newestAt = Number.NEGATIVE_INFINITY;
  const show = (events: readonly EventView[]) => {
    for (const event of events) {
      newestAt = Math.max(newestAt, event.at);
      write(event);
    }
  };
  let linesMax = options.lines;
  client.on('room_joined', ({ room, events = [] }) => {
    if (room !== 'events') return;
    const fresh = events.filter((event) => event.at > newestAt && isWanted(event, options));
    show(linesMax < fresh.length ? fresh.slice(fresh.length - linesMax) : fresh);
    linesMax = Number.POSITIVE_INFINITY;
  });
  client.on('event', ({ event }) => {
    if (isWanted(event, options)) show([event]);
  });
}

/** Resolves at Ctrl-C; says on stderr when the daemon goes and comes. */
function untilEnded(client: Client, interrupted: AbortSignal, { stderr }: Context): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  interrupted.addEventListener('abort', () => resolve(), { once: true });
  let isLost = false;
  client.on('status', ({ state, reason = 'the connection is lost' }) => {
    if (state === 'refused') reject(failure(`the daemon closed the connection: ${reason}`));
    if (state === 'offline' && !isLost) stderr.write(`${reason}; trying again …\n`);
    if (state === 'live' && isLost) stderr.write('The daemon is back.\n');
    if (state === 'offline' || state === 'live') isLost = state === 'offline';
  });
  return promise;
}
