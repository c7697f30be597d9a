import { readFileSync } from 'node:fs';
import { ConfigError } from '../config/config-error.ts';

/** A file that a key of the configuration names; throws a `ConfigError` where it cannot be read. */
export function readCredential(name: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new ConfigError(
      `${name}: ${path} cannot be read: ${(error as Error).message}`,
      'Name another file, or let the user of the daemon read this one.',
    );
  }
}
