import { onTestFinished } from 'vitest';
import {
  type Admin,
  type Client,
  type ClientOptions,
  connectAdmin,
  connectDriver,
  connectRider,
  type Driver,
  type Rider,
} from '../../src/client/index.ts';
import type { Host } from './connect-as.ts';

type Options = Pick<ClientOptions, 'resume' | 'device' | 'acks'>;

/** Back soon after a loss: one test need not spare the daemon the rush of a thousand phones. */
const LIMITS = { backoffMsMin: 50, backoffMsMax: 200 };

/**
 * People with the client library, who leave when the test is over. They are still connecting, so
 * that whoever listens at once misses nothing.
 */
export async function adminOf(host: Host, id: number, options?: Options): Promise<Admin> {
  return leaving(connectAdmin(await optionsFor(host, `admin:${id}`, options)));
}

export async function driverOf(host: Host, id: number, options?: Options): Promise<Driver> {
  return leaving(connectDriver(await optionsFor(host, `driver:${id}`, options)));
}

export async function riderOf(host: Host, id: number, options?: Options): Promise<Rider> {
  return leaving(connectRider(await optionsFor(host, `rider:${id}`, options)));
}

async function optionsFor(host: Host, userName: string, options: Options = {}) {
  const token = await host.tokenFor(userName);
  return { url: host.url, token, limits: LIMITS, ...options };
}

function leaving<Person extends { close(): Promise<void> }>(person: Person): Person {
  onTestFinished(() => person.close());
  return person;
}

/** What a client's own stream brought, and what went wrong without anybody having asked. */
export function streamOf({ client }: { readonly client: Client }) {
  const seqs: number[] = [];
  const faults: string[] = [];
  client.on('durable', ({ seq }) => seqs.push(seq));
  client.on('fault', ({ message }) => faults.push(message));
  return { seqs, faults };
}

/** `1, 2, … last`: a stream without gaps and repeats. */
export function upTo(last: number): number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}
