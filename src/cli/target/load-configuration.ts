import type { Context } from '../context.ts';
import type { TargetOptions } from './target-options.ts';

/** Where the data of the daemon are that the options mean. */
export async function findData(options: TargetOptions, context: Context): Promise<string> {
  const { findDataDirectory } = await import('../../daemon/config/load-config.ts');
  return findDataDirectory(sourcesOf(options, context));
}

/** The configuration that `routa serve` would run with in the same place. */
export async function loadConfiguration(options: TargetOptions, context: Context) {
  const { loadConfig } = await import('../../daemon/config/load-config.ts');
  return loadConfig(sourcesOf(options, context)).config;
}

function sourcesOf({ data, config: file }: TargetOptions, { env }: Context) {
  return { flags: { data }, env, file };
}
