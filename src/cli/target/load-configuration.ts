import type { Context } from '../context.ts';
import type { TargetOptions } from './target-options.ts';

/** The configuration that `routa serve` would run with in the same place. */
export async function loadConfiguration(options: TargetOptions, context: Context) {
  const { loadConfig } = await import('../../daemon/config/load-config.ts');
  const { config } = loadConfig({
    flags: { data: options.data },
    env: context.env,
    file: options.config,
  });
  return config;
}
