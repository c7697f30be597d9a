import type { ApiClient } from '../../client/index.ts';
import type { Context } from '../context.ts';
import { explainFailure } from './explain-failure.ts';
import { apiAddress, resolveTarget, type Target } from './resolve-target.ts';
import type { TargetOptions } from './target-options.ts';

export type Api = Pick<ApiClient, 'call'>;

/** Asks the daemon that the options name. */
export async function withApi<Answer>(
  options: TargetOptions,
  context: Context,
  work: (api: Api) => Promise<Answer>,
): Promise<Answer> {
  return askApi(await resolveTarget(options, context), work);
}

export async function askApi<Answer>(
  target: Target,
  work: (api: Api) => Promise<Answer>,
): Promise<Answer> {
  const { apiClient } = await import('../../client/index.ts');
  try {
    return await work(apiClient(apiAddress(target)));
  } catch (error) {
    throw explainFailure(error, target);
  }
}

/**
 * Whether the daemon lets this person in, asked where the answer has a code: a WebSocket that does
 * not open says little about why.
 */
export async function checkAccess(target: Target): Promise<void> {
  await askApi(target, (api) => api.call('getStats'));
}
