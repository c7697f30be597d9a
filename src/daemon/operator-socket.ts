import { chmodSync, lstatSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { dirname } from 'node:path';
import { operatorSocketPath } from '../protocol/operator-socket.ts';
import { ListenError } from './listen-error.ts';
import { makePrivateDirectory } from './make-private-directory.ts';

/** Where the daemon of this data directory listens for its operator. */
export function operatorSocketOf(dataDir: string): string {
  return operatorSocketPath(dataDir, {
    platform: process.platform,
    env: process.env,
    uid: process.getuid?.(),
  });
}

/**
 * Listens on the operator's socket. It has mode 0600 from its first moment: whoever can open it is
 * the operator. A socket that a killed daemon left behind is removed; the store's lock has already
 * shown that no daemon lives here.
 */
export async function listenForOperator(server: Server, path: string): Promise<void> {
  const isPipe = process.platform === 'win32';
  let mask: number | undefined;
  try {
    if (!isPipe) prepare(path);
    if (!isPipe) mask = process.umask(0o177);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(path, resolve);
    });
  } catch (error) {
    throw socketError(error, path);
  } finally {
    if (mask !== undefined) process.umask(mask);
  }
}

function socketError(error: unknown, path: string): ListenError {
  const { message } = error as Error;
  const hint = 'check what is in its place, or choose another directory with --data';
  return new ListenError(`the operator's socket ${path} cannot be opened: ${message}`, hint, error);
}

function prepare(path: string): void {
  const directory = dirname(path);
  makePrivateDirectory(directory);
  const { uid } = lstatSync(directory);
  if (uid !== process.getuid?.()) {
    throw new Error(`${directory} belongs to somebody else, so no private socket can be in it`);
  }
  chmodSync(directory, 0o700);
  rmSync(path, { force: true });
}
