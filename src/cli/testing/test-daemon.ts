import { loadConfig } from '../../daemon/config/load-config.ts';
import { start } from '../../daemon/start.ts';
import { makeTempDirectory } from '../../daemon/store/testing/temp-directory.ts';
import { run } from '../run.ts';
import { type TestContextOptions, testContext } from './test-context.ts';

export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface TestDaemon {
  readonly data: string;
  readonly url: string;
  /** Runs a command against it, in this process, as its operator. */
  routa(args: readonly string[], options?: TestContextOptions): Promise<Outcome>;
  close(): Promise<void>;
}

/** A whole daemon in this process, on a free port; by default its data is gone with it. */
export async function startTestDaemon(data?: string): Promise<TestDaemon> {
  const own = data === undefined ? makeTempDirectory() : undefined;
  const flags = { data: data ?? own?.path, port: '0', log_level: 'silent' };
  const readConfig = () => loadConfig({ flags, env: {} }).config;
  const daemon = await start(readConfig(), { version: '0.0.0', readConfig });
  return {
    data: daemon.data,
    url: daemon.url,
    routa: (args, options) => runInProcess([...args, '--data', daemon.data], options),
    async close() {
      await daemon.close({ atOnce: true });
      own?.remove();
    },
  };
}

export async function runInProcess(
  args: readonly string[],
  options?: TestContextOptions,
): Promise<Outcome> {
  const context = testContext(options);
  const exitCode = await run(args, context);
  return { exitCode, ...context.written };
}
