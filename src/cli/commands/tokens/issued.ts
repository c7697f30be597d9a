import type { Context } from '../../context.ts';
import type { Column } from '../../output/column.ts';
import { type JsonOption, printList } from '../../output/print.ts';
import { formatEnd, formatInstant } from '../../output/time.ts';
import type { IssuedToken } from '../../target/tokens-port.ts';

/** One token alone on stdout, so that `TOKEN=$(routa tokens generate …)` works; many as a list. */
export async function printIssued(
  issued: readonly IssuedToken[],
  options: JsonOption & { readonly isBulk: boolean },
  context: Context,
): Promise<void> {
  const now = context.clock.now();
  const [first] = issued;
  if (options.json || options.isBulk || first === undefined) {
    await printList(issued, columns(now), { ...options, empty: '' }, context);
  } else {
    context.stdout.write(`${first.token}\n`);
    const end = `expires ${formatEnd(first.expires_at, now)}`;
    context.stderr.write(`for ${first.role}:${first.user_id}, ${end}; it is shown only now\n`);
  }
}

function columns(nowMs: number): readonly Column<IssuedToken>[] {
  return [
    { title: 'Role', value: ({ role }) => role },
    { title: 'User', value: (row) => row.user_id },
    { title: 'Token', value: ({ token }) => token },
    {
      title: 'Expires',
      value: (row) => formatEnd(row.expires_at, nowMs),
      plain: (row) => (row.expires_at === null ? 'never' : formatInstant(row.expires_at)),
    },
  ];
}
