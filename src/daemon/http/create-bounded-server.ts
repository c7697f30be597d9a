import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';

/** Whoever has connected has so long to say what they want, and to finish saying it. */
const TIMEOUTS: ServerOptions = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 5_000,
};

/** Whoever has asked has so long to take something of the answer, again and again. */
const ANSWER_TIMEOUT_MS = 30_000;

interface ConnectionLimit {
  /** Further connections are closed before a byte of them is read. */
  readonly connectionsMax: number;
  /** Hears of each of those. */
  readonly onDrop: () => void;
}

/** An HTTP server on which silent or slow strangers hold nothing for long. */
export function createBoundedServer(
  listener: RequestListener,
  limit?: ConnectionLimit,
  { answerTimeoutMs = ANSWER_TIMEOUT_MS } = {},
): Server {
  const server = createServer(TIMEOUTS, listener);
  // Of the socket: it ends when nothing has gone either way. WebSockets have limits of their own.
  server.setTimeout(answerTimeoutMs);
  if (limit === undefined) return server;
  server.maxConnections = limit.connectionsMax;
  return server.on('drop', limit.onDrop);
}
