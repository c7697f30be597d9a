import type { Config } from '../../src/daemon/config/config.ts';
import { loadConfig } from '../../src/daemon/config/load-config.ts';

/** Any part of the configuration: `{ limits: { sessionsPerUserMax: 2 } }`. */
export type ConfigOverrides = {
  readonly [Name in keyof Config]?: Config[Name] extends readonly unknown[]
    ? Config[Name]
    : Partial<Config[Name]>;
};

/** The defaults, on any free port, silent, and without a wait for clients that have to leave. */
export function testConfig(data: string, overrides: ConfigOverrides = {}): Config {
  const { config } = loadConfig({ flags: { data, port: '0' }, env: {} });
  const quick = { ...config, logLevel: 'silent', shutdown: { ...config.shutdown, windowMs: 0 } };
  const merged: Record<string, unknown> = { ...quick };
  for (const [name, part] of Object.entries(overrides)) {
    const isGroup = typeof part === 'object' && !Array.isArray(part);
    merged[name] = isGroup ? { ...(merged[name] as object), ...part } : part;
  }
  // What is laid over has the types of what is beneath.
  return merged as unknown as Config;
}
