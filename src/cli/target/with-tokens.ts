import { connect } from 'node:net';
import type { Context } from '../context.ts';
import { askApi } from './api.ts';
import { apiTokens } from './api-tokens.ts';
import { resolveTarget } from './resolve-target.ts';
import { openStoredTokens } from './stored-tokens.ts';
import type { TargetOptions } from './target-options.ts';
import type { TokensPort } from './tokens-port.ts';

/** Through the daemon where one runs, so that sessions end with their tokens; else in its files. */
export async function withTokens<Answer>(
  options: TargetOptions & { readonly create: boolean },
  context: Context,
  work: (tokens: TokensPort) => Promise<Answer>,
): Promise<Answer> {
  const target = await resolveTarget(options, context);
  if (target.kind === 'url' || (await isListening(target.path))) {
    return askApi(target, (api) => work(apiTokens(api)));
  }
  const tokens = await openStoredTokens(options, target.path, context);
  try {
    return await work(tokens);
  } finally {
    await tokens.close();
  }
}

/** A file in the place of the data directory is for whoever opens the data to tell. */
const NOBODY: readonly string[] = ['ENOENT', 'ENOTDIR', 'ECONNREFUSED'];

/** False only where there is nobody: a socket that may not be opened is a matter of permission. */
function isListening(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', ({ code }: NodeJS.ErrnoException) => {
      resolve(code === undefined || !NOBODY.includes(code));
    });
  });
}
