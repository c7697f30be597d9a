import type { Client } from '../../client/index.ts';
import type { Context } from '../context.ts';
import { checkAccess } from './api.ts';
import { explainFailure } from './explain-failure.ts';
import { addressOf, resolveTarget } from './resolve-target.ts';
import type { TargetOptions } from './target-options.ts';

/** A live connection to the daemon that the options name, for as long as `work` takes. */
export async function withClient<Answer>(
  options: TargetOptions & { readonly name: string },
  context: Context,
  work: (client: Client) => Promise<Answer>,
): Promise<Answer> {
  const target = await resolveTarget(options, context);
  await checkAccess(target);
  const { connect } = await import('../../client/index.ts');
  const { url, token } = addressOf(target);
  const client = connect({
    url,
    ...(token !== undefined && { token }),
    client: { name: options.name },
  });
  try {
    // A person who watches wants to hear at once that nobody is there.
    await client.ready({ attemptsMax: 1 });
    return await work(client);
  } catch (error) {
    throw explainFailure(error, target);
  } finally {
    await client.close();
  }
}
