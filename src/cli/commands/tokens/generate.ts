import type { Role } from '../../../protocol/index.ts';
import { CliCommand } from '../../cli-command.ts';
import { usageError } from '../../cli-error.ts';
import type { Context } from '../../context.ts';
import { readTokenRequests } from '../../csv/read-token-requests.ts';
import { readText } from '../../input/read-text.ts';
import { parseTtl } from '../../options/duration.ts';
import { parseId, parseRole } from '../../options/identity.ts';
import { parseTokenText } from '../../options/token-text.ts';
import type { JsonOption } from '../../output/print.ts';
import { type TargetOptions, withTarget } from '../../target/target-options.ts';
import type { TokenRequest } from '../../target/tokens-port.ts';
import { withTokens } from '../../target/with-tokens.ts';
import { withoutAbsent } from '../../without-absent.ts';
import { printIssued } from './issued.ts';

interface GenerateTokensOptions extends TargetOptions, JsonOption {
  readonly role?: Role;
  readonly user?: string;
  readonly name?: string;
  readonly vehicle?: string;
  readonly phone?: string;
  readonly ttl?: number | 'never';
  readonly booking?: string;
  readonly from?: string;
}

export function generateTokensCommand(context: Context): CliCommand {
  const command = new CliCommand('generate')
    .description('Issue a token, or one for each line of a file')
    .option('--role <role>', 'admin, driver or rider', parseRole)
    .option('--user <id>', "the web site's id of the user", parseId)
    .option('--name <name>', 'shown to others', parseTokenText('name'))
    .option('--vehicle <text>', 'shown to riders', parseTokenText('vehicle'))
    .option('--phone <number>', 'shown to riders', parseTokenText('phone'))
    .option('--ttl <duration>', 'life, such as 12h, 7d or never (default: 7d)', parseTtl)
    .option('--booking <id>', 'may watch this one booking and nothing else', parseId)
    .option('--from <file>', 'CSV with the header role,user_id,name,vehicle,phone; - is stdin')
    .option('--json', 'one line a token: {"role":…,"user_id":…,"token":…,"expires_at":…}');
  return withTarget(command)
    .examples(
      ['routa tokens generate --role driver --user 7 --name "Ana Cruz"', 'for one driver, 7 days'],
      ['routa tokens generate --role rider --user 12 --booking 4711 --ttl 3h', 'for a shared link'],
      ['routa tokens generate --from users.csv --json > tokens.ndjson', 'for everybody'],
    )
    .action((options: GenerateTokensOptions) => runGenerateTokens(options, context));
}

async function runGenerateTokens(options: GenerateTokensOptions, context: Context): Promise<void> {
  const requests = options.from === undefined ? [single(options)] : await bulk(options, context);
  const style = { ...options, isBulk: options.from !== undefined };
  await withTokens({ ...options, create: true }, context, async (tokens) => {
    let count = 0;
    try {
      for await (const issued of tokens.issue(requests)) {
        await printIssued(issued, style, context);
        count += issued.length;
      }
    } catch (error) {
      const rest = `${requests.length - count} of ${requests.length} are missing`;
      if (count > 0) context.stderr.write(`issued are the ${count} above; the last ${rest}\n`);
      throw error;
    }
  });
}

function single({ role, user, name, vehicle, phone, ttl, booking }: GenerateTokensOptions) {
  if (role === undefined || user === undefined) {
    throw usageError('the user is missing', 'use --role and --user, or --from FILE');
  }
  const traits = { name, vehicle, phone, ttl_ms: lifeOf(ttl), booking_id: booking };
  return { role, user_id: user, ...withoutAbsent(traits) };
}

async function bulk(
  { from = '', ttl, booking, ...others }: GenerateTokensOptions,
  context: Context,
): Promise<readonly TokenRequest[]> {
  const { role, user, name, vehicle, phone } = others;
  if ([role, user, name, vehicle, phone, booking].some((each) => each !== undefined)) {
    throw usageError('--from takes everything but --ttl from the file', 'leave the others out');
  }
  const lines = readTokenRequests(await readText(from, context), from === '-' ? 'stdin' : from);
  return lines.map((line) => ({ ...line, ...withoutAbsent({ ttl_ms: lifeOf(ttl) }) }));
}

/** On the wire null is a life without end. */
function lifeOf(ttl: GenerateTokensOptions['ttl']): number | null | undefined {
  return ttl === 'never' ? null : ttl;
}
