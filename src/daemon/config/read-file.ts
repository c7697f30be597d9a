import { accessSync, constants, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, TomlError } from 'smol-toml';
import { ConfigError } from './config-error.ts';
import type { NamedKey } from './key-names.ts';
import { type RawSetting, unknownName } from './setting.ts';

/**
 * The settings in a TOML file. A file that was asked for must exist; the one in the data directory
 * need not.
 */
export function readConfigFile(
  file: string,
  keys: readonly NamedKey[],
  isRequired: boolean,
): RawSetting[] {
  const toml = readText(file, isRequired);
  const names = keys.map((key) => key.name);
  return flatten(parseToml(file, toml)).map(({ name, raw }) => {
    const line = lineOf(toml, name);
    const place = line === null ? file : `${file}:${line}`;
    if (names.includes(name)) return { name, raw, source: 'file', place };
    throw isGroup(name, names) ? notATable(place, name) : unknownName(place, name, names);
  });
}

function isGroup(name: string, names: readonly string[]): boolean {
  return names.some((each) => each.startsWith(`${name}.`));
}

function notATable(place: string, name: string): ConfigError {
  return new ConfigError(
    `${place}: ${name} must be a table`,
    `Write [${name}] on a line of its own and its keys below.`,
  );
}

function readText(file: string, isRequired: boolean): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const isMissing = code === 'ENOENT' || code === 'ENOTDIR';
    const isOutOfReach = isMissing || (code === 'EACCES' && !canEnter(path.dirname(file)));
    // Where the data directory is a file or somebody else's, whoever opens the data says so.
    if (isOutOfReach && !isRequired) return '';
    throw isMissing
      ? new ConfigError(`${file}: there is no such file`, 'Check the path given to --config.')
      : new ConfigError(`${file}: cannot be read: ${message}`, 'Check what it is and its mode.');
  }
}

function canEnter(directory: string): boolean {
  try {
    accessSync(directory, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function parseToml(file: string, toml: string): object {
  try {
    return parse(toml);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const problem = error.message.split('\n', 1)[0] ?? '';
    throw new ConfigError(
      `${file}:${error.line}:${error.column}: ${problem}`,
      'The file is written in TOML: https://toml.io.',
    );
  }
}

interface Entry {
  readonly name: string;
  readonly raw: unknown;
}

function flatten(table: object, prefix = ''): Entry[] {
  return Object.entries(table).flatMap(([segment, raw]: [string, unknown]) => {
    const name = `${prefix}${segment}`;
    return isTable(raw) ? flatten(raw, `${name}.`) : [{ name, raw }];
  });
}

function isTable(raw: unknown): raw is object {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw);
}

/** Where a key stands, for messages; the parser does not say. Null for unusual spellings. */
function lineOf(toml: string, name: string): number | null {
  let group = '';
  for (const [index, line] of toml.split('\n').entries()) {
    const header = /^\s*\[([\w.-]+)\]/.exec(line)?.[1];
    const key = /^\s*([\w.-]+)\s*=/.exec(line)?.[1];
    if (header !== undefined) group = `${header}.`;
    if (key !== undefined && `${group}${key}` === name) return index + 1;
  }
  return null;
}
