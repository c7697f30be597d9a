import { type IncomingMessage, request as openHttp, type RequestOptions } from 'node:http';
import { request as openHttps } from 'node:https';
import type { HttpExchange, HttpRequest } from '../api/http-exchange.ts';
import { httpUrl } from '../api/http-url.ts';
import { ClientError } from '../client-error.ts';
import type { Address } from '../connection/socket.ts';

/** More than any page of the API; something else that answers cannot fill the memory. */
const TEXT_LENGTH_MAX = 64 * 1024 * 1024;

/** Over `node:http`, because `fetch` reaches no local socket. */
export const exchange: HttpExchange = async (address, request) => {
  try {
    const response = await send(address, request);
    return { status: response.statusCode ?? 0, text: await read(response) };
  } catch (error) {
    throw translate(error, address, request);
  }
};

function send(address: Address, request: HttpRequest): Promise<IncomingMessage> {
  const { method, path, body, timeoutMs } = request;
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
  const headers = { ...request.headers, ...length };
  const signal = AbortSignal.timeout(timeoutMs);
  return new Promise((resolve, reject) => {
    const outgoing = open(address, path, { method, headers, signal });
    outgoing.on('response', resolve);
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function open(address: Address, path: string, options: RequestOptions) {
  if (typeof address !== 'string') {
    return openHttp({ ...options, socketPath: address.socketPath, path, host: 'localhost' });
  }
  const url = httpUrl(address, path);
  return url.protocol === 'https:' ? openHttps(url, options) : openHttp(url, options);
}

async function read(response: IncomingMessage): Promise<string> {
  response.setEncoding('utf8');
  let text = '';
  for await (const chunk of response) {
    text += chunk;
    if (text.length > TEXT_LENGTH_MAX) throw new Error('the answer does not end');
  }
  return text;
}

function translate(error: unknown, address: Address, { timeoutMs }: HttpRequest): ClientError {
  const code = codeOf(error);
  const place = typeof address === 'string' ? new URL(address).host : address.socketPath;
  if (code === 'ABORT_ERR') {
    const text = `${place} did not answer within ${timeoutMs} ms`;
    return new ClientError('timeout', text, { temporary: true, cause: error });
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new ClientError('not_allowed', `${place} is not yours to open`, { cause: error });
  }
  const text = `no daemon answers at ${place} (${code})`;
  return new ClientError('unreachable', text, { temporary: true, cause: error });
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code);
  return String(error);
}
