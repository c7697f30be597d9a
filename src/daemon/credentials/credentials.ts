import type { Config } from '../config/config.ts';
import { ConfigError } from '../config/config-error.ts';
import type { ConfigChange } from '../config/running-config.ts';
import { type JwtKey, readJwtKeys, summaryOfKeys } from './read-jwt-keys.ts';
import { readTls, type TlsCredentials } from './read-tls.ts';

/** What stands in files that the configuration names, and may change while their names do not. */
export interface Credentials {
  readonly tls: TlsCredentials | null;
  /** Of the web site, for tokens that it signs. */
  readonly jwtKeys: readonly JwtKey[];
}

/** Throws a `ConfigError` where something of it cannot be used. */
export function readCredentials(config: Config): Credentials {
  return { tls: readTls(config), jwtKeys: readJwtKeys(config.tokens) };
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
  const contents = [
    { name: 'tls_cert (content)', of: ({ tls }: Credentials) => tls?.summary ?? '' },
    { name: 'keys of JWTs', of: ({ jwtKeys }: Credentials) => summaryOfKeys(jwtKeys) },
  ];
  return contents
    .map(({ name, of }) => ({ name, from: of(present), to: of(next) }))
    .filter(({ from, to }) => from !== to);
}
