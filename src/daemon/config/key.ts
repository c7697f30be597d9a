import path from 'node:path';
import type { DropReason } from '../stats/drop-reason.ts';

/** What a configuration key can hold. */
export type KeyValue = string | number | boolean | readonly string[];

/** One key as it is declared: everything that validation, help and documentation need. */
export interface Key<Value extends KeyValue = KeyValue> {
  readonly default: Value;
  /** Completes the sentence "… must be". */
  readonly allowed: string;
  readonly unit: string | null;
  readonly help: string;
  /** Of a limit: what `stats.dropped` calls that which is beyond it. */
  readonly counted: DropReason | null;
  /** Left out of the documentation: a switch of the program's own. */
  readonly hidden: boolean;
  /** Its flag of `routa serve`, where that is not its name. */
  readonly flag: string | null;
  /** Takes effect when the configuration is read again; else with the next start. */
  readonly reloadable: boolean;
  /** The value that is meant, from text or from TOML; undefined when it is not allowed. */
  read(raw: unknown): Value | undefined;
}

interface Traits {
  readonly help: string;
  readonly unit?: string;
  readonly counted?: DropReason;
  readonly hidden?: boolean;
  readonly flag?: string;
  readonly reloadable?: boolean;
}

interface Range {
  readonly min: number;
  readonly max: number;
}

function declare<Value extends KeyValue>(
  fallback: Value,
  allowed: string,
  traits: Traits,
  read: (raw: unknown) => Value | undefined,
): Key<Value> {
  return {
    default: fallback,
    allowed,
    unit: null,
    counted: null,
    hidden: false,
    flag: null,
    reloadable: true,
    ...traits,
    read,
  };
}

export function text(fallback: string, allowed: string, traits: Traits): Key<string> {
  return declare(fallback, allowed, traits, (raw) =>
    typeof raw === 'string' && raw.trim() !== '' ? raw.trim() : undefined,
  );
}

/** A relative path starts in the working directory. The default is up to whoever reads it. */
export function directory(traits: Traits): Key<string> {
  return declare('', 'a directory', traits, readPath);
}

/** Likewise; none by default. */
export function file(traits: Traits): Key<string> {
  return declare('', 'a file', traits, readPath);
}

function readPath(raw: unknown): string | undefined {
  return typeof raw === 'string' && raw !== '' ? path.resolve(raw) : undefined;
}

export function integer(fallback: number, traits: Traits & Range): Key<number> {
  const { min, max, ...rest } = traits;
  return declare(fallback, `an integer from ${min} to ${max}`, rest, (raw) => {
    const value = readNumber(raw);
    return value !== undefined && Number.isSafeInteger(value) && value >= min && value <= max
      ? value
      : undefined;
  });
}

export function decimal(fallback: number, traits: Traits & Range): Key<number> {
  const { min, max, ...rest } = traits;
  return declare(fallback, `a number from ${min} to ${max}`, rest, (raw) => {
    const value = readNumber(raw);
    return value !== undefined && value >= min && value <= max ? value : undefined;
  });
}

export function onOff(fallback: boolean, traits: Traits): Key<boolean> {
  return declare(fallback, 'on or off', traits, (raw) => {
    if (raw === true || raw === 'on' || raw === 'true') return true;
    return raw === false || raw === 'off' || raw === 'false' ? false : undefined;
  });
}

export function choice<const Value extends string>(
  fallback: Value,
  values: readonly Value[],
  traits: Traits,
): Key<Value> {
  return declare(fallback, `one of ${values.join(', ')}`, traits, (raw) =>
    values.find((value) => value === raw),
  );
}

/** A TOML array of strings, or in one text separated by commas. */
export function list(
  allowed: string,
  { isItem, ...traits }: Traits & { readonly isItem: (item: string) => boolean },
): Key<readonly string[]> {
  return declare<readonly string[]>([], allowed, traits, (raw) => {
    const items: unknown = typeof raw === 'string' ? splitList(raw) : raw;
    return isListOf(items, isItem) ? items : undefined;
  });
}

function splitList(raw: string): readonly string[] {
  return raw
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function isListOf(items: unknown, isItem: (item: string) => boolean): items is readonly string[] {
  return Array.isArray(items) && items.every((item) => typeof item === 'string' && isItem(item));
}

/** `Number('')` is 0 and `Number('0x10')` is 16, neither of which anybody means. */
function readNumber(raw: unknown): number | undefined {
  if (typeof raw === 'number') return Number.isFinite(raw) ? raw : undefined;
  if (typeof raw !== 'string' || !/^-?\d+(?:\.\d+)?$/.test(raw)) return undefined;
  return Number(raw);
}
