import type { Config } from './config.ts';
import type { KeyValue } from './key.ts';
import { type NamedKey, namedKeys } from './key-names.ts';

/** A key whose value is another one now. */
export interface ConfigChange {
  /** `limits.payload_bytes_max` */
  readonly name: string;
  readonly from: KeyValue;
  readonly to: KeyValue;
}

export interface ConfigChanges {
  readonly changed: readonly ConfigChange[];
  /** What cannot change while the daemon runs. Nothing of it was taken over. */
  readonly needsRestart: readonly ConfigChange[];
}

/**
 * The configuration of a daemon that runs: one object for its whole life, whose values change when
 * it is read again. So everybody looks a value up when they need it: whoever keeps one keeps an
 * old one.
 */
export function runningConfig(config: Config): Config {
  return structuredClone(config);
}

/** Takes over what can change, all in one go, so that nobody ever sees a half. */
export function applyConfig(running: Config, next: Config): ConfigChanges {
  const changes: Record<keyof ConfigChanges, ConfigChange[]> = { changed: [], needsRestart: [] };
  for (const { name, path, key } of namedKeys()) {
    const [from, to] = [Slot.of(running, path), Slot.of(next, path)];
    if (isSame(from.value, to.value)) continue;
    const change = { name, from: from.value, to: to.value };
    changes[key.reloadable ? 'changed' : 'needsRestart'].push(change);
    if (key.reloadable) from.value = to.value;
  }
  return changes;
}

/** The place of one key's value. Only here is a configuration ever written to. */
class Slot {
  private readonly table: object;
  private readonly name: string;

  private constructor(table: object, name: string) {
    this.table = table;
    this.name = name;
  }

  static of(config: Config, [first = '', second]: NamedKey['path']): Slot {
    if (second === undefined) return new Slot(config, first);
    return new Slot(Reflect.get(config, first), second);
  }

  get value(): KeyValue {
    return Reflect.get(this.table, this.name);
  }
  set value(value: KeyValue) {
    Reflect.set(this.table, this.name, value);
  }
}

/** Lists are compared by what they hold. */
function isSame(one: KeyValue, other: KeyValue): boolean {
  return String(one) === String(other);
}
