import { closest, distance } from 'fastest-levenshtein';
import { ConfigError } from './config-error.ts';
import type { KeyValue } from './key.ts';
import type { NamedKey } from './key-names.ts';

export type SettingSource = 'flag' | 'environment' | 'file' | 'default';

/** A value that somebody wrote somewhere, not checked yet. */
export interface RawSetting {
  readonly name: string;
  readonly raw: unknown;
  readonly source: SettingSource;
  /** For messages: `--port`, `ROUTA_PORT`, `/etc/routa.toml:12`. */
  readonly place: string;
}

export interface Setting {
  readonly value: KeyValue;
  readonly source: SettingSource;
  readonly place: string;
}

/** Checks a value; throws a `ConfigError` that names key, place and what is allowed. */
export function readSetting({ key, name }: NamedKey, setting: RawSetting): Setting {
  const value = key.read(setting.raw);
  const { source, place } = setting;
  if (value !== undefined) return { value, source, place };
  const allowed = key.unit === null ? key.allowed : `${key.allowed} (${key.unit})`;
  throw new ConfigError(
    `${place}: ${name} must be ${allowed}, not ${show(setting.raw)}`,
    key.default === '' ? 'Correct it.' : `Correct it, or leave it out for ${show(key.default)}.`,
  );
}

/** The error for a name that no key has; the nearest one is named unless it is far off. */
export function unknownName(place: string, name: string, known: readonly string[]): ConfigError {
  const nearest = closest(name, known);
  const isNear = distance(name, nearest) <= Math.max(3, name.length / 2);
  return new ConfigError(
    `${place}: there is no ${name}${isNear ? `; did you mean ${nearest}?` : ''}`,
    'docs/configuration.md lists every key.',
  );
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
