import { request } from 'node:http';
import { join } from 'node:path';
import type { Server } from './servers.ts';

/** Tokens of one driver and one rider of the same id. */
export interface PairTokens {
  readonly id: number;
  readonly driverToken: string;
  readonly riderToken: string;
}

interface Issued {
  readonly tokens: readonly {
    readonly role: string;
    readonly user_id: number;
    readonly token: string;
  }[];
}

/** Users whose tokens are asked for at once. */
const PAGE = 500;

export async function issuePairs(
  server: Server,
  count: number,
  firstId = 1,
): Promise<readonly PairTokens[]> {
  const drivers = await issueTokens(server, 'driver', count, firstId);
  const riders = await issueTokens(server, 'rider', count, firstId);
  return drivers.map((driverToken, index) => {
    return { id: firstId + index, driverToken, riderToken: riders[index] ?? '' };
  });
}

/** Tokens of so many users, whose ids follow one another. */
export async function issueTokens(
  server: Server,
  role: string,
  count: number,
  firstId = 1,
): Promise<readonly string[]> {
  const tokens: string[] = [];
  for (let first = firstId; first < firstId + count; first += PAGE) {
    const length = Math.min(PAGE, firstId + count - first);
    const users = Array.from({ length }, (_, index) => ({ role, user_id: first + index }));
    const issued = (await callApi(server, 'POST', '/api/v1/tokens', { tokens: users })) as Issued;
    const tokenOf = new Map(issued.tokens.map(({ user_id, token }) => [user_id, token]));
    tokens.push(...users.map(({ user_id }) => tokenOf.get(user_id) ?? ''));
  }
  return tokens;
}

/** The operator's own socket needs no token. */
export function callApi(
  server: Server,
  method: string,
  path: string,
  body?: unknown,
): Promise<unknown> {
  const socketPath = join(server.data ?? '', 'routa.sock');
  const headers = body === undefined ? {} : { 'Content-Type': 'application/json' };
  return new Promise((resolve, reject) => {
    const call = request({ socketPath, path, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => {
        if ((response.statusCode ?? 500) >= 300) reject(new Error(`${path}: ${text}`));
        else resolve(JSON.parse(text));
      });
    });
    call.once('error', reject);
    call.end(body === undefined ? '' : JSON.stringify(body));
  });
}
