import type { Address } from '../connection/socket.ts';

export interface HttpRequest {
  readonly method: string;
  /** With its query; begins with `/`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For the whole exchange. */
  readonly timeoutMs: number;
}

export interface HttpReply {
  readonly status: number;
  readonly text: string;
}

/** The port to HTTP. Rejects with `unreachable`, `timeout` or `not_allowed`. */
export type HttpExchange = (address: Address, request: HttpRequest) => Promise<HttpReply>;
