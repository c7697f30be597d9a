import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { Context } from '../context.ts';
import type { TargetOptions } from './target-options.ts';

/** The data directory that `routa serve` would take with the same options; it need not exist. */
export async function dataDirectory(options: TargetOptions, context: Context): Promise<string> {
  const { loadConfig } = await import('../../daemon/config/load-config.ts');
  const { config } = loadConfig({
    flags: { data: options.data },
    env: context.env,
    file: options.config,
  });
  return canonical(path.resolve(context.cwd, config.data));
}

/** Both ends compute the socket's path from the directory, so both have to write it alike. */
function canonical(directory: string): string {
  try {
    return realpathSync(directory);
  } catch {
    return directory;
  }
}
