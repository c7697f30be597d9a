import type { Config } from '../config/config.ts';
import { ConfigError } from '../config/config-error.ts';
import type { ConfigChange } from '../config/running-config.ts';
import { readTls, type TlsCredentials } from './read-tls.ts';

/** What stands in files that the configuration names, and may change while their names do not. */
export interface Credentials {
  readonly tls: TlsCredentials | null;
}

/** Throws a `ConfigError` where something of it cannot be used. */
export function readCredentials(config: Config): Credentials {
  return { tls: readTls(config) };
}

/** The same for a daemon that runs on `present`, which cannot begin or cease to speak TLS. */
export function renewCredentials(present: Credentials, next: Config): Credentials {
  const read = readCredentials(next);
  if ((present.tls === null) === (read.tls === null)) return read;
  const change = read.tls === null ? 'is taken away' : 'is new';
  throw new ConfigError(`tls_cert ${change}: TLS begins or ends with a start`, 'Restart routa.');
}

/** What is other in files whose names stay the same. */
export function credentialChanges(present: Credentials, next: Credentials): ConfigChange[] {
  const [from, to] = [present.tls?.summary ?? '', next.tls?.summary ?? ''];
  return from === to ? [] : [{ name: 'tls_cert (content)', from, to }];
}
