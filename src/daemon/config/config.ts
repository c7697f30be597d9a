import type { Key } from './key.ts';
import type { KEYS } from './keys.ts';

type ValuesOf<Table> = {
  readonly [Name in keyof Table]: Table[Name] extends Key<infer Value>
    ? Value
    : ValuesOf<Table[Name]>;
};

/**
 * The configuration of one daemon, complete and checked. Units stand last in the names. Where a
 * daemon runs, its values may change; see `runningConfig`.
 */
export type Config = ValuesOf<typeof KEYS>;

/** The one object that bounds every queue, map, buffer and payload. */
export type Limits = Config['limits'];
