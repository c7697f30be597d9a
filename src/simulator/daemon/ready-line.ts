import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** The first line of `routa serve --json`, whose keys are a contract. */
export interface Ready {
  /** `ws://HOST:PORT` */
  readonly url: string;
  readonly data: string;
  /** Of the process that owns the sockets. */
  readonly pid: number;
}

/** Null when the daemon ends without a line; what it then wrote to stderr says why. */
export async function readyLine(stdout: Readable): Promise<Ready | null> {
  for await (const line of createInterface({ input: stdout })) return JSON.parse(line) as Ready;
  return null;
}
