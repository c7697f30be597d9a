import { DEFAULT_BOOKING_POLICY } from '../../core/index.ts';
import { isAddressRange } from '../peers/client-address.ts';
import { isOriginPattern } from '../peers/web-origin.ts';
import { choice, decimal, directory, file, integer, list, onOff, text } from './key.ts';
import { LIMIT_KEYS } from './limit-keys.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const days = (fallback: number, help: string) =>
  integer(fallback, { min: 1, max: 3_650, unit: 'days', help });

/**
 * Every configuration key, declared once. A name here is camelCase; in `routa.toml` it is
 * snake_case with groups as tables, in the environment `ROUTA_GROUP_NAME`.
 */
export const KEYS = {
  host: text('127.0.0.1', 'a host name or an address', {
    help: 'Address to listen on. Before it is more than 127.0.0.1: TLS here, or a proxy with it.',
    reloadable: false,
  }),
  port: integer(8_282, {
    min: 0,
    max: 65_535,
    help: 'Port to listen on; 0 takes any free one.',
    reloadable: false,
  }),
  data: directory({
    help: "Holds the database, the operator's socket and `routa.toml`.",
    reloadable: false,
  }),
  logLevel: choice('info', ['debug', 'info', 'warn', 'error', 'silent'], {
    help: 'Least level that is logged, to stderr.',
  }),
  logFormat: choice('auto', ['auto', 'pretty', 'json'], {
    help: '`auto` is pretty on a terminal and JSON elsewhere.',
    reloadable: false,
  }),
  tlsCert: file({
    help:
      'PEM file with the certificate and its chain; with `tls_key`, the port speaks TLS. Both ' +
      'are read again with the configuration, and hold for new connections.',
  }),
  tlsKey: file({ help: 'PEM file with the private key of `tls_cert`.' }),
  origins: list('web origins such as https://example.com or https://*.example.com', {
    isItem: isOriginPattern,
    flag: 'origin',
    help:
      'Browser origins allowed beside the same host on any port; `*.` stands for any subdomain, ' +
      'and not for the domain itself.',
  }),
  trustedProxies: list('addresses or ranges such as 10.0.0.0/8', {
    isItem: isAddressRange,
    help:
      'Proxies whose `X-Forwarded-For` is believed: limits, lists and logs then have the ' +
      "client's address. Name none that does not set it.",
  }),
  rateLimits: onOff(true, {
    help: 'Off: no rates, thinning, connection rates or per-address limits, for load tests.',
  }),
  speedup: decimal(1, {
    min: 1,
    max: 1_000,
    help: 'Scales the clock of bookings in simulations.',
    hidden: true,
    reloadable: false,
  }),
  limits: LIMIT_KEYS,
  bookings: {
    assignTimeoutMs: integer(DEFAULT_BOOKING_POLICY.assignTimeoutMs, {
      min: 1_000,
      max: 30 * MINUTE_MS,
      unit: 'ms',
      help: 'Time a driver has to answer, unless the assignment says otherwise. Then it expires.',
    }),
    noDriverAfterMs: integer(DEFAULT_BOOKING_POLICY.noDriverAfterMs, {
      min: 1_000,
      max: DAY_MS,
      unit: 'ms',
      help: 'A booking that nobody took for this long is cancelled (`no_driver`).',
    }),
    ratingWindowMs: integer(DEFAULT_BOOKING_POLICY.ratingWindowMs, {
      min: 1_000,
      max: 365 * DAY_MS,
      unit: 'ms',
      help: 'Time after completion in which the rider may rate.',
    }),
    oneBookingPerRider: onOff(true, {
      help:
        'Whether a rider has at most one booking that is not final. Beyond: `conflict`. ' +
        'Switching it on leaves bookings alone that are already open.',
    }),
  },
  tokens: {
    defaultTtlMs: integer(7 * DAY_MS, {
      min: 1_000,
      max: 3_650 * DAY_MS,
      unit: 'ms',
      help: 'Life of a token that is issued without one of its own.',
    }),
    jwtSecretFile: file({
      help:
        'File with a secret of 32 bytes or more that the web site shares: tokens that it signs ' +
        'with HS256 are good, too. Read again with the configuration.',
    }),
    jwtKeyFile: file({
      help:
        'File with the public key of the web site, in PEM or as JSON Web Key Set: tokens that it ' +
        'signs with EdDSA, ES256 or RS256, as the key is for, are good, too. Read again likewise.',
    }),
  },
  retention: {
    streamDays: days(7, 'How long durable messages stay resumable. Older ones are deleted.'),
    streamCountMax: integer(1_000, {
      min: 10,
      max: 1_000_000,
      help: 'Durable messages kept per user. Beyond: the oldest are deleted.',
    }),
    commandHours: integer(24, {
      min: 1,
      max: 720,
      unit: 'hours',
      help: 'How long the answer to a command is remembered for its repeats.',
    }),
    trackDays: days(30, 'How long tracks of drivers are kept. Older points are deleted.'),
  },
  fleet: {
    updateIntervalMs: integer(1_000, {
      min: 100,
      max: 60_000,
      unit: 'ms',
      help: 'Least time between two bursts of `fleet_update` to one admin.',
    }),
  },
  shutdown: {
    windowMs: integer(20_000, {
      min: 0,
      max: 10 * MINUTE_MS,
      unit: 'ms',
      help:
        'Longest time over which clients are told to leave when the daemon stops, and the time ' +
        'within which each of them is to come back.',
    }),
  },
};
