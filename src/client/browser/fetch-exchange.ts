import type { HttpExchange } from '../api/http-exchange.ts';
import { httpUrl } from '../api/http-url.ts';
import { ClientError } from '../client-error.ts';

/** Over the browser's own `fetch`. */
export const fetchExchange: HttpExchange = async (address, request) => {
  if (typeof address !== 'string') {
    throw new ClientError('invalid_url', 'a browser reaches no local socket; give a URL');
  }
  const { path, timeoutMs, ...init } = request;
  const url = httpUrl(address, path);
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    throw translate(error, url.host, timeoutMs);
  }
};

function translate(error: unknown, host: string, timeoutMs: number): ClientError {
  if (error instanceof Error && error.name === 'TimeoutError') {
    const text = `${host} did not answer within ${timeoutMs} ms`;
    return new ClientError('timeout', text, { temporary: true, cause: error });
  }
  const text = `no daemon answers at ${host}`;
  return new ClientError('unreachable', text, { temporary: true, cause: error });
}
