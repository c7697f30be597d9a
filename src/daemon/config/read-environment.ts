import type { NamedKey } from './key-names.ts';
import { type RawSetting, unknownName } from './setting.ts';

/** Variables that belong to the command line and not to the daemon. */
const OTHER_VARIABLES: ReadonlySet<string> = new Set([
  'ROUTA_CONFIG',
  'ROUTA_TOKEN',
  'ROUTA_TOKEN_FILE',
  'ROUTA_URL',
]);

export type Environment = Readonly<Record<string, string | undefined>>;

/** The settings in `ROUTA_*` variables; an empty one counts as not set. */
export function readEnvironment(env: Environment, keys: readonly NamedKey[]): RawSetting[] {
  const byVariable = new Map(keys.map((key) => [key.variable, key]));
  const settings: RawSetting[] = [];
  for (const [variable, raw] of Object.entries(env)) {
    if (!variable.startsWith('ROUTA_') || OTHER_VARIABLES.has(variable)) continue;
    const key = byVariable.get(variable);
    if (key === undefined) {
      throw unknownName('environment', variable, [...byVariable.keys(), ...OTHER_VARIABLES]);
    }
    if (raw === undefined || raw === '') continue;
    settings.push({ name: key.name, raw, source: 'environment', place: variable });
  }
  return settings;
}
