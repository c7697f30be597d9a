import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import { createServer as createTlsServer, Server as TlsServer } from 'node:https';
import type { TlsCredentials } from '../credentials/read-tls.ts';

/** Whoever has connected has so long to say what they want, and to finish saying it. */
const TIMEOUTS: ServerOptions = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 5_000,
};

const HANDSHAKE_TIMEOUT_MS = 10_000;

/** Whoever has asked has so long to take something of the answer, again and again. */
const ANSWER_TIMEOUT_MS = 30_000;

interface ConnectionLimit {
  /** Further connections are closed before a byte of them is read. */
  readonly connectionsMax: number;
  /** Hears of each of those. */
  readonly onDrop: () => void;
}

interface BoundedServerOptions {
  readonly answerTimeoutMs?: number;
  /** Null: plain HTTP. */
  readonly tls?: TlsCredentials | null;
}

/** An HTTP server on which silent or slow strangers hold nothing for long. */
export function createBoundedServer(
  listener: RequestListener,
  limit?: ConnectionLimit,
  { answerTimeoutMs = ANSWER_TIMEOUT_MS, tls = null }: BoundedServerOptions = {},
): Server {
  const server = tls === null ? createServer(TIMEOUTS, listener) : overTls(tls, listener);
  // Of the socket: it ends when nothing has gone either way. WebSockets have limits of their own.
  server.setTimeout(answerTimeoutMs);
  if (limit === undefined) return server;
  server.maxConnections = limit.connectionsMax;
  return server.on('drop', limit.onDrop);
}

function overTls({ cert, key }: TlsCredentials, listener: RequestListener): TlsServer {
  const options = { ...TIMEOUTS, handshakeTimeout: HANDSHAKE_TIMEOUT_MS, cert, key };
  return createTlsServer(options, listener);
}

/** Connections from now on are shown this certificate; those that are open keep theirs. */
export function renewTls(server: Server, { cert, key }: TlsCredentials): void {
  if (server instanceof TlsServer) server.setSecureContext({ cert, key });
}
