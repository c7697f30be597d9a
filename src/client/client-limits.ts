/** Every bound of the library in one place. Beyond one, the overflow that is stated happens. */
export interface ClientLimits {
  /** Reconnecting waits a random part of a ceiling that doubles from this … */
  readonly backoffMsMin: number;
  /** … up to this. */
  readonly backoffMsMax: number;
  /** How long opening a socket, and then authenticating, may each take. */
  readonly connectTimeoutMs: number;
  /** A session that lived this long makes the next loss the first one again. */
  readonly stableAfterMs: number;
  /** How long a suspected connection has to show life. */
  readonly probeTimeoutMs: number;
  /** How long `close()` waits for the daemon's half of the closing handshake. */
  readonly closeTimeoutMs: number;

  /** Commands that wait for an answer; one more is rejected with `queue_full`. */
  readonly commandsMax: number;
  /** An answer that takes longer makes the connection prove that it lives. */
  readonly slowAnswerMs: number;
  /** Wall time for an answer once the command is sent on a live connection. */
  readonly answerTimeoutMs: number;
  /** Wall time for a command in all, offline and retries included. */
  readonly commandTimeoutMs: number;
  /** How often a command is tried anew after `rate_limited` and the like. */
  readonly retriesMax: number;

  /** Durable messages are acknowledged after this long … */
  readonly ackDelayMs: number;
  /** … or this many, whichever comes first. */
  readonly ackBatchMax: number;

  /** Rooms that are joined at once; one more is rejected with `queue_full`. */
  readonly roomsMax: number;
  /** Positions kept while offline; the oldest are dropped. */
  readonly positionsMax: number;
  /** Above this, positions are buffered instead of queued in the socket. */
  readonly socketBufferBytesMax: number;
  /** Bookings of which the library knows what was shown; the oldest are forgotten. */
  readonly bookingsMax: number;
}

export const CLIENT_LIMITS: ClientLimits = {
  backoffMsMin: 500,
  backoffMsMax: 20_000,
  connectTimeoutMs: 10_000,
  stableAfterMs: 10_000,
  probeTimeoutMs: 5_000,
  closeTimeoutMs: 1_000,
  commandsMax: 1_000,
  slowAnswerMs: 5_000,
  answerTimeoutMs: 30_000,
  commandTimeoutMs: 600_000,
  retriesMax: 5,
  ackDelayMs: 100,
  ackBatchMax: 64,
  roomsMax: 100,
  positionsMax: 1_000,
  socketBufferBytesMax: 65_536,
  bookingsMax: 10_000,
};
