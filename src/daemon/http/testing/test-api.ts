import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { API_PREFIX, type Role } from '../../../protocol/index.ts';
import { loadConfig } from '../../config/load-config.ts';
import { operatorSocketOf } from '../../operator-socket.ts';
import { type Daemon, start } from '../../start.ts';

export interface TestReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
}

export interface TestRequest {
  readonly body?: unknown;
  /** Sent as it is instead of `body`. */
  readonly text?: string;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

type Send = (line: string, request?: TestRequest) => Promise<TestReply>;

export interface TestApi {
  readonly daemon: Daemon;
  /** `POST /bookings` at the TCP port. */
  readonly tcp: Send;
  /** The same on the operator's socket. */
  readonly operator: Send;
  tokenFor(role: Role, userId: string, bookingId?: string): Promise<string>;
  close(): Promise<void>;
  /** Its data; `close` does so too. */
  remove(): void;
}

/** A whole daemon on real sockets, with its data in a folder of its own. */
export async function startTestApi(flags: Record<string, unknown> = {}): Promise<TestApi> {
  const data = mkdtempSync(path.join(tmpdir(), 'routa-http-'));
  const given = { data, port: 0, log_level: 'silent', ...flags };
  const readConfig = () => loadConfig({ flags: given, env: {} }).config;
  const daemon = await start(readConfig(), { version: '0.0.0-test', readConfig });
  const { hostname, port } = new URL(daemon.url);
  const operator = sender({ socketPath: operatorSocketOf(daemon.data) });
  const remove = () => rmSync(data, { recursive: true, force: true });
  return {
    daemon,
    tcp: sender({ host: hostname, port }),
    operator,
    async tokenFor(role, userId, bookingId) {
      const body = { role, user_id: userId, booking_id: bookingId };
      const reply = await operator('POST /tokens', { body });
      const { tokens } = reply.body as { readonly tokens: readonly [{ readonly token: string }] };
      return tokens[0].token;
    },
    async close() {
      await daemon.close({ atOnce: true });
      remove();
    },
    remove,
  };
}

/** `/healthz` and its like stand beside the API, everything else in it. */
const OUTSIDE = /^\/(?:healthz|readyz|nowhere)/;

function sender(place: object): Send {
  return (line, { body, text, token, headers = {} } = {}) => {
    const [method, target = ''] = line.split(' ');
    const payload = text ?? (body === undefined ? undefined : JSON.stringify(body));
    const options = {
      ...place,
      method,
      path: OUTSIDE.test(target) ? target : `${API_PREFIX}${target}`,
      agent: false,
      headers: {
        ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
    };
    return new Promise((resolve, reject) => {
      const outgoing = request(options, async (response) => {
        let received = '';
        for await (const chunk of response.setEncoding('utf8')) received += chunk;
        const { statusCode: status = 0, headers } = response;
        resolve({ status, headers, body: received === '' ? null : JSON.parse(received) });
      });
      outgoing.on('error', reject).end(payload);
    });
  };
}
