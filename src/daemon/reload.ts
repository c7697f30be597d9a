import type { Config } from './config/config.ts';
import { ConfigError } from './config/config-error.ts';
import { applyConfig, type ConfigChange } from './config/running-config.ts';
import type { Reloading } from './control.ts';
import type { Log } from './services.ts';

interface ReloadParts {
  /** What the daemon runs by; see `runningConfig`. */
  readonly config: Config;
  /** Reads it again; throws a `ConfigError` where it cannot be used. */
  readonly readConfig: () => Config;
  /**
   * Reads what the next one names, or throws a `ConfigError`. The answer takes over what is not
   * looked up when it is needed, and tells what has changed in files of unchanged names.
   */
  readonly prepare: (next: Config) => () => readonly ConfigChange[];
  readonly log: Log;
}

/** Reads the configuration again. The log names the keys and not their values. */
export function reload({ config, readConfig, prepare, log }: ReloadParts): Reloading {
  const read = attempt(readConfig, prepare);
  if (!read.ok) {
    log.error({ hint: read.hint }, `the configuration stays as it is: ${read.problem}`);
    return read;
  }
  const { changed: inConfig, needsRestart } = applyConfig(config, read.config);
  const changed = [...inConfig, ...read.takeOver()];
  if (needsRestart.length > 0) {
    log.warn({ keys: namesOf(needsRestart) }, 'these keys change only when routa is restarted');
  }
  log.info({ changed: namesOf(changed) }, 'the configuration was read again');
  return { ok: true, changed, needsRestart };
}

type Attempt =
  | {
      readonly ok: true;
      readonly config: Config;
      readonly takeOver: ReturnType<ReloadParts['prepare']>;
    }
  | Extract<Reloading, { ok: false }>;

/** Whatever is wrong with it, it is no reason to end a daemon that runs. */
function attempt(readConfig: ReloadParts['readConfig'], prepare: ReloadParts['prepare']): Attempt {
  try {
    const config = readConfig();
    return { ok: true, config, takeOver: prepare(config) };
  } catch (error) {
    if (!(error instanceof ConfigError)) return { ok: false, problem: String(error), hint: '' };
    return { ok: false, problem: error.message, hint: error.hint };
  }
}

function namesOf(changes: readonly ConfigChange[]): readonly string[] {
  return changes.map(({ name }) => name);
}
