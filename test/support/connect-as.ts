import { onTestFinished } from 'vitest';
import type { TokenTraits } from './issue-token.ts';
import { RawClient, type RawOptions } from './raw-client.ts';

/** A daemon, in this process or in one of its own. */
export interface Host {
  readonly url: string;
  tokenFor(userName: string, traits?: TokenTraits): Promise<string>;
}

/** Connects and leaves when the test is over. Resolves at once, before anything is heard. */
export function open(host: Pick<Host, 'url'>, options: Omit<RawOptions, 'url'>): RawClient {
  const client = new RawClient({ url: host.url, ...options });
  onTestFinished(() => client.vanish());
  return client;
}

/** Connects with a token, and leaves when the test is over. Resolves once the session is open. */
export async function connectWith(
  host: Pick<Host, 'url'>,
  options: Omit<RawOptions, 'url'>,
): Promise<RawClient> {
  const client = open(host, options);
  await client.next('authenticated');
  return client;
}

/** Connects `driver:7`, with a new token. */
export async function connectAs(
  host: Host,
  userName: string,
  { name, ...options }: Omit<RawOptions, 'url' | 'token'> & { readonly name?: string } = {},
): Promise<RawClient> {
  const token = await host.tokenFor(userName, name === undefined ? {} : { name });
  return connectWith(host, { ...options, token });
}
