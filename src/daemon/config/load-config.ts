import path from 'node:path';
import type { Config } from './config.ts';
import { ConfigError } from './config-error.ts';
import { defaultDataDirectory } from './data-directory.ts';
import type { KeyValue } from './key.ts';
import { type NamedKey, namedKeys } from './key-names.ts';
import { type Environment, readEnvironment } from './read-environment.ts';
import { readConfigFile } from './read-file.ts';
import { type RawSetting, readSetting, type Setting, unknownName } from './setting.ts';

export interface ConfigSources {
  /** By the key's name, such as `log_level`; undefined where the flag was not given. */
  readonly flags: Readonly<Record<string, unknown>>;
  readonly env: Environment;
  /** The file given with `--config`; else `routa.toml` in the data directory, if there is one. */
  readonly file?: string | undefined;
}

export interface LoadedConfig {
  readonly config: Config;
  /** Every key's value and where it came from, by the key's name. */
  readonly origins: ReadonlyMap<string, Setting>;
}

/**
 * Flag over environment over file over default. Throws a `ConfigError` for the first name that is
 * unknown or value that is not allowed.
 */
export function loadConfig(sources: ConfigSources): LoadedConfig {
  const keys = namedKeys();
  const given = readGiven(sources, keys);
  const raw = [...given, ...(readNamedFile(sources, keys) ?? readOwnFile(sources, given, keys))];
  const origins = new Map(keys.map((key) => [key.name, settle(key, raw, sources.env)]));
  return { config: assemble(keys, origins), origins };
}

/**
 * Where the data are, for whoever only looks for the daemon there. The file among them is not read:
 * a slip in it is no reason why a daemon that runs could not be stopped.
 */
export function findDataDirectory(sources: ConfigSources): string {
  const keys = namedKeys();
  const raw = [...readGiven(sources, keys), ...(readNamedFile(sources, keys) ?? [])];
  return dataDirectory(keys, raw, sources.env);
}

function readGiven({ flags, env }: ConfigSources, keys: readonly NamedKey[]): RawSetting[] {
  return [...readFlags(flags, keys), ...readEnvironment(env, keys)];
}

function readFlags(flags: ConfigSources['flags'], keys: readonly NamedKey[]): RawSetting[] {
  const names = keys.map((key) => key.name);
  return Object.entries(flags).flatMap(([name, raw]) => {
    const flag = keys.find((key) => key.name === name)?.key.flag ?? name;
    const place = `--${flag.replaceAll('_', '-')}`;
    if (!names.includes(name)) throw unknownName(place, name, names);
    return raw === undefined ? [] : [{ name, raw, source: 'flag', place }];
  });
}

/** Null: no file was named. */
function readNamedFile(
  { env, file = env.ROUTA_CONFIG }: ConfigSources,
  keys: readonly NamedKey[],
): RawSetting[] | null {
  return file === undefined || file === '' ? null : readConfigFile(file, keys, true);
}

/** The one among the data. */
function readOwnFile(
  { env }: ConfigSources,
  given: readonly RawSetting[],
  keys: readonly NamedKey[],
): RawSetting[] {
  const directory = dataDirectory(keys, given, env);
  const settings = readConfigFile(path.join(directory, 'routa.toml'), keys, false);
  const misplaced = settings.find((setting) => setting.name === 'data');
  if (misplaced === undefined) return settings;
  throw new ConfigError(
    `${misplaced.place}: data cannot be set in the file that is found through it`,
    'Use --data or ROUTA_DATA, or name the file with --config.',
  );
}

function dataDirectory(
  keys: readonly NamedKey[],
  raw: readonly RawSetting[],
  env: Environment,
): string {
  const key = keys.find(({ name }) => name === 'data');
  return key === undefined ? '' : String(settle(key, raw, env).value);
}

function settle(key: NamedKey, raw: readonly RawSetting[], env: Environment): Setting {
  const setting = raw.find(({ name }) => name === key.name);
  if (setting !== undefined) return readSetting(key, setting);
  return { value: defaultOf(key, env), source: 'default', place: 'default' };
}

/** Only the data directory's default depends on where the daemon runs. */
function defaultOf({ name, key }: NamedKey, env: Environment): KeyValue {
  return name === 'data' ? defaultDataDirectory(env) : key.default;
}

function assemble(keys: readonly NamedKey[], settings: ReadonlyMap<string, Setting>): Config {
  const config: Record<string, unknown> = {};
  for (const {
    name,
    path: [first = '', second],
  } of keys) {
    const value = settings.get(name)?.value;
    if (second === undefined) config[first] = value;
    else config[first] = { ...(config[first] as object | undefined), [second]: value };
  }
  // The table that the keys were read from is also what `Config` is made from.
  return config as unknown as Config;
}
