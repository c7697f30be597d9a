import type { Key } from './key.ts';
import { KEYS } from './keys.ts';

/** A key with its names in every place where it can be set. */
export interface NamedKey {
  /** `limits.payload_bytes_max`, as in `routa.toml`. */
  readonly name: string;
  /** `ROUTA_LIMITS_PAYLOAD_BYTES_MAX` */
  readonly variable: string;
  /** Where its value stands in a `Config`. */
  readonly path: readonly string[];
  readonly key: Key;
}

/** All keys in the order of their declaration, groups flattened. */
export function namedKeys(table: object = KEYS, path: readonly string[] = []): NamedKey[] {
  return Object.entries(table).flatMap(([segment, entry]: [string, object]) => {
    const here = [...path, segment];
    return isKey(entry) ? [named(here, entry)] : namedKeys(entry, here);
  });
}

function named(path: readonly string[], key: Key): NamedKey {
  const words = path.map(snakeCase);
  return {
    name: words.join('.'),
    variable: ['ROUTA', ...words].join('_').toUpperCase(),
    path,
    key,
  };
}

function isKey(entry: object): entry is Key {
  return 'read' in entry;
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
