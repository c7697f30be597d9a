import type { UserKey } from '../../protocol/index.ts';
import { CliCommand } from '../cli-command.ts';
import { usageError } from '../cli-error.ts';
import type { Context } from '../context.ts';
import { readText } from '../input/read-text.ts';
import { parseUserOption } from '../options/identity.ts';
import { renderJson } from '../output/json.ts';
import type { JsonOption } from '../output/print.ts';
import { withApi } from '../target/api.ts';
import { type TargetOptions, withTarget } from '../target/target-options.ts';

type NotifyOptions = TargetOptions & JsonOption;

/** What is sent to whom; `content` is JSON, or `-` for stdin. */
interface Notice {
  readonly user: UserKey;
  readonly event: string;
  readonly content?: string;
}

export function notifyCommand(context: Context): CliCommand {
  const command = new CliCommand('notify')
    .argument('<role:id>', 'the user, such as driver:7', parseUserOption)
    .argument('<event>', 'the name by which the app knows it, such as shift_starts')
    .argument('[content]', 'what comes with it, as JSON; - is stdin')
    .option('--json', 'one JSON object: {"seq":12,"online":true}');
  return withTarget(command)
    .examples(
      [`routa notify driver:7 shift_starts '{"at":"18:00"}'`, 'kept until the app has read it'],
      ['routa notify rider:12 promo - < promo.json', 'with a longer text'],
    )
    .action((user: UserKey, event: string, content: string | undefined, options: NotifyOptions) =>
      runNotify({ user, event, ...(content !== undefined && { content }) }, options, context),
    );
}

async function runNotify(
  { user, event, content }: Notice,
  options: NotifyOptions,
  context: Context,
): Promise<void> {
  const data = content === undefined ? null : await readContent(content, context);
  const body = { role: user.role, user_id: user.userId, event, data };
  const answer = await withApi(options, context, (api) => api.call('notify', { body }));
  const { seq, online } = answer;
  const { stdout } = context;
  if (options.json) stdout.write(renderJson([answer]));
  else if (stdout.isTTY !== true) stdout.write(`${seq}\n`);
  else stdout.write(`Message ${seq} is ${online ? 'on its way' : 'kept until they connect'}.\n`);
}

async function readContent(content: string, context: Context): Promise<unknown> {
  const text = content === '-' ? await readText('-', context) : content;
  try {
    return JSON.parse(text);
  } catch (error) {
    const place = content === '-' ? 'stdin' : 'the content';
    throw usageError(
      `${place} is no JSON: ${(error as Error).message}`,
      `quote it: '{"at":"18:00"}'`,
    );
  }
}
