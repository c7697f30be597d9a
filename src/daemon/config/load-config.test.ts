import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError } from './config-error.ts';
import { findDataDirectory, loadConfig } from './load-config.ts';

let data: string;

beforeEach(() => {
  data = mkdtempSync(path.join(tmpdir(), 'routa-config-'));
});
afterEach(() => {
  rmSync(data, { recursive: true, force: true });
});

function writeConfig(toml: string, name = 'routa.toml'): string {
  const file = path.join(data, name);
  writeFileSync(file, toml);
  return file;
}

function load(
  flags: Record<string, unknown> = {},
  env: Record<string, string> = {},
  file?: string,
) {
  return loadConfig({ flags: { data, ...flags }, env, file });
}

function problem(...args: Parameters<typeof load>): string {
  try {
    load(...args);
  } catch (error) {
    if (error instanceof ConfigError) return error.message.replaceAll(data, 'DIR');
    throw error;
  }
  return 'no problem';
}

describe('precedence', () => {
  it('takes a flag over the environment over the file over the default', () => {
    writeConfig('port = 3\nhost = "file"\nlog_level = "warn"\n');
    const env = { ROUTA_PORT: '2', ROUTA_HOST: 'env' };
    const { config, origins } = load({ port: '1' }, env);
    expect(config).toMatchObject({ port: 1, host: 'env', logLevel: 'warn', logFormat: 'auto' });
    expect(
      ['port', 'host', 'log_level', 'log_format'].map((name) => origins.get(name)?.source),
    ).toEqual(['flag', 'environment', 'file', 'default']);
  });

  it('reads groups from tables, dotted keys and longer variables', () => {
    writeConfig('tokens.default_ttl_ms = 5000\n[limits]\nheartbeat_ms = 1000\n');
    const { config } = load({}, { ROUTA_LIMITS_CONNECTIONS_MAX: '5' });
    expect(config.tokens.defaultTtlMs).toBe(5000);
    expect(config.limits).toMatchObject({ heartbeatMs: 1000, connectionsMax: 5 });
  });

  it('prefers the file that was named to the one in the data directory', () => {
    writeConfig('port = 1');
    expect(load({}, {}, writeConfig('port = 2', 'other.toml')).config.port).toBe(2);
    expect(load({}, { ROUTA_CONFIG: writeConfig('port = 3', 'third.toml') }).config.port).toBe(3);
  });

  it('finds the file in the data directory that the environment names', () => {
    writeConfig('port = 4');
    expect(loadConfig({ flags: { data: undefined }, env: { ROUTA_DATA: data } }).config.port).toBe(
      4,
    );
  });

  it('keeps the data in the data directory of the user by default', () => {
    const { config } = loadConfig({ flags: {}, env: { XDG_DATA_HOME: data, LOCALAPPDATA: data } });
    expect(path.basename(config.data)).toBe('routa');
  });

  it('takes an empty variable for one that is not set', () => {
    expect(load({}, { ROUTA_PORT: '' }).config.port).toBe(8282);
  });
});

describe('an unknown name', () => {
  it('in the file is refused with its line and the nearest key', () => {
    writeConfig('port = 1\n\n[limits]\npayload_byte = 5\n');
    expect(problem()).toBe(
      'DIR/routa.toml:4: there is no limits.payload_byte; did you mean limits.payload_bytes_max?',
    );
  });

  it('of a table is refused with the key that was meant', () => {
    writeConfig('port = 1\n[limit]\nheartbeat_ms = 5\n');
    expect(problem()).toBe(
      'DIR/routa.toml:3: there is no limit.heartbeat_ms; did you mean limits.heartbeat_ms?',
    );
  });

  it('in the environment is refused with the nearest variable', () => {
    expect(problem({}, { ROUTA_PROT: '1' })).toBe(
      'environment: there is no ROUTA_PROT; did you mean ROUTA_PORT?',
    );
  });

  it('that resembles nothing is refused without a guess', () => {
    writeConfig('zzzzzzzzzzzzzz = 1');
    expect(problem()).toBe('DIR/routa.toml:1: there is no zzzzzzzzzzzzzz');
  });

  it('is told the nearest one of the command line too', () => {
    expect(problem({}, { ROUTA_TOKN: 'rt_x' })).toBe(
      'environment: there is no ROUTA_TOKN; did you mean ROUTA_TOKEN?',
    );
  });

  it('is no concern where it belongs to the command line or to other programs', () => {
    expect(problem({}, { ROUTA_TOKEN: 'rt_x', ROUTA_URL: 'ws://x', PORT: '5' })).toBe('no problem');
  });
});

describe('a bad value', () => {
  it.each([
    [{ port: '70000' }, '--port: port must be an integer from 0 to 65535, not "70000"'],
    [{ port: '80a' }, '--port: port must be an integer from 0 to 65535, not "80a"'],
    [
      { log_level: 'loud' },
      '--log-level: log_level must be one of debug, info, warn, error, silent, not "loud"',
    ],
    [{ host: '' }, '--host: host must be a host name or an address, not ""'],
  ])('of a flag is named with what is allowed: %j', (flags, message) => {
    expect(problem(flags)).toBe(message);
  });

  it('of a variable is named with its unit', () => {
    expect(problem({}, { ROUTA_SHUTDOWN_WINDOW_MS: '25s' })).toBe(
      'ROUTA_SHUTDOWN_WINDOW_MS: shutdown.window_ms must be ' +
        'an integer from 0 to 600000 (ms), not "25s"',
    );
  });

  it('in the file is named with its line', () => {
    writeConfig('# ours\norigins = ["https://example.com/"]\n');
    expect(problem()).toBe(
      'DIR/routa.toml:2: origins must be ' +
        'web origins such as https://example.com or https://*.example.com, ' +
        'not ["https://example.com/"]',
    );
  });

  it('is not accepted for being a table or a list', () => {
    writeConfig('limits = 5');
    expect(problem()).toMatch(/^DIR\/routa.toml:1: limits must be a table/);
    writeConfig('port = [1]');
    expect(problem()).toMatch(/^DIR\/routa.toml:1: port must be an integer/);
  });
});

describe('values', () => {
  it('may be on or off in every usual spelling', () => {
    expect(load({}, { ROUTA_RATE_LIMITS: 'off' }).config.rateLimits).toBe(false);
    writeConfig('rate_limits = false\nbookings.one_booking_per_rider = "off"');
    expect(load().config).toMatchObject({
      rateLimits: false,
      bookings: { oneBookingPerRider: false },
    });
  });

  it('may be lists, in text separated by commas', () => {
    const both = ['https://a.example', 'http://b.example:3000'];
    expect(load({}, { ROUTA_ORIGINS: both.join(', ') }).config.origins).toEqual(both);
    writeConfig(`origins = ${JSON.stringify(both)}`);
    expect(load().config.origins).toEqual(both);
  });
});

describe('a file', () => {
  it('that was named but is missing is an error', () => {
    expect(problem({}, {}, path.join(data, 'none.toml'))).toBe(
      'DIR/none.toml: there is no such file',
    );
  });

  it('cannot be in a data directory that is none, which is not its own fault', () => {
    const file = path.join(data, 'file');
    writeFileSync(file, '');
    expect(problem({ data: file })).toBe('no problem');
    expect(problem({}, {}, path.join(file, 'none.toml'))).toBe(
      'DIR/file/none.toml: there is no such file',
    );
  });

  it('that cannot be read is an error, wherever it is', () => {
    mkdirSync(path.join(data, 'routa.toml'));
    expect(problem()).toMatch(/^DIR\/routa.toml: cannot be read: EISDIR/);
  });

  it('that is not TOML is named with line and column', () => {
    writeConfig('port = 1\nhost = \n');
    expect(problem()).toMatch(/^DIR\/routa.toml:2:\d+: /);
    expect(problem()).not.toContain('\n');
  });

  it('may not move the data directory in which it was found', () => {
    writeConfig('data = "/elsewhere"');
    expect(problem()).toBe(
      'DIR/routa.toml:1: data cannot be set in the file that is found through it',
    );
  });
});

describe('whoever only looks for the daemon', () => {
  it('finds its data as it does, but does not read the file among them', () => {
    writeConfig('this is no TOML');
    expect(findDataDirectory({ flags: { data }, env: {} })).toBe(data);
    expect(findDataDirectory({ flags: {}, env: { ROUTA_DATA: data } })).toBe(data);
    const file = writeConfig(`data = "${data}"`, 'named.toml');
    expect(findDataDirectory({ flags: {}, env: {}, file })).toBe(data);
    const defaults = { XDG_DATA_HOME: data, LOCALAPPDATA: data, HOME: data };
    expect(path.basename(findDataDirectory({ flags: {}, env: defaults }))).toBe('routa');
  });
});
