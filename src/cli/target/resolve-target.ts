import { realpathSync } from 'node:fs';
import { operatorSocketPath } from '../../protocol/operator-socket.ts';
import { usageError } from '../cli-error.ts';
import type { Context } from '../context.ts';
import { findData, loadConfiguration } from './load-configuration.ts';
import { readToken } from './read-token.ts';
import type { TargetOptions } from './target-options.ts';

export interface SocketTarget {
  readonly kind: 'socket';
  readonly path: string;
  readonly data: string;
}

/** Where a daemon is, and as whom to speak to it. */
export type Target =
  | SocketTarget
  | { readonly kind: 'url'; readonly url: string; readonly token: string };

export type ApiAddress =
  | { readonly socketPath: string }
  | { readonly url: string; readonly token: string };

/** As the HTTP API's client takes it. */
export function apiAddress(target: Target): ApiAddress {
  if (target.kind === 'socket') return { socketPath: target.path };
  return { url: target.url, token: target.token };
}

/** As the client library takes it. */
export function addressOf(target: Target): {
  readonly url: string | { readonly socketPath: string };
  readonly token?: string;
} {
  if (target.kind === 'socket') return { url: { socketPath: target.path } };
  return { url: target.url, token: target.token };
}

/** `--data` means the socket and `--url` a network; flags come before the environment. */
export async function resolveTarget(options: TargetOptions, context: Context): Promise<Target> {
  if (options.url !== undefined && options.data !== undefined) {
    throw usageError('--url and --data name two daemons', 'use one of them');
  }
  const url = options.url ?? (options.data === undefined ? context.env.ROUTA_URL : undefined);
  if (url) return urlTarget(url, options, context);
  if (options.tokenFile !== undefined) {
    throw usageError('--token-file is of no use without --url', 'the socket needs no token');
  }
  const { data } = await loadConfiguration(options, context);
  return socketTarget(data, context);
}

/**
 * The daemon of this machine, for what only its operator may ask. `ROUTA_URL` would name another
 * one: nobody should stop the wrong daemon. The file among its data is the daemon's to judge.
 */
export async function resolveOwnTarget(
  options: TargetOptions,
  context: Context,
): Promise<SocketTarget> {
  if (context.env.ROUTA_URL && options.data === undefined) {
    throw usageError(
      'only the operator of a daemon may ask this, and ROUTA_URL names one elsewhere',
      'name the data directory of the one on this machine with --data',
    );
  }
  return socketTarget(await findData(options, context), context);
}

function socketTarget(data: string, context: Context): SocketTarget {
  return { kind: 'socket', path: operatorSocketPath(canonical(data), context), data };
}

async function urlTarget(text: string, options: TargetOptions, context: Context): Promise<Target> {
  const url = readUrl(text);
  const token = await readToken(options.tokenFile, context);
  if (token !== undefined) return { kind: 'url', url, token };
  throw usageError(
    `${url} needs the token of an admin`,
    'set ROUTA_TOKEN or use --token-file FILE',
  );
}

/** Either door of the daemon, without a path: `ws://host:8282`. */
function readUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^(?:wss?|https?):$/.test(url.protocol)) {
    throw usageError(`"${text}" is no address of a daemon`, 'write it like ws://127.0.0.1:8282');
  }
  if (url.username !== '' || url.password !== '' || url.search !== '') {
    throw usageError('no secrets in --url', 'set ROUTA_TOKEN or use --token-file FILE');
  }
  return `${url.protocol.replace('http', 'ws')}//${url.host}`;
}

/** Both ends compute the socket's path from the directory, so both have to write it alike. */
function canonical(directory: string): string {
  try {
    return realpathSync(directory);
  } catch {
    return directory;
  }
}
