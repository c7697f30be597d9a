import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Config } from '../config/config.ts';
import { isOriginAllowed } from '../peers/web-origin.ts';
import { sendProblem } from './problem.ts';

/**
 * Answers hold tokens and names: nothing on the way may keep them or guess what they are, and no
 * page may show them as its own. HSTS is the web site's to say: it would bind every port of a host.
 */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** What a page of an allowed origin may ask; never with cookies, which nothing here reads. */
const PREFLIGHT_HEADERS = {
  'access-control-allow-methods': 'GET, POST, DELETE',
  'access-control-allow-headers': 'authorization, content-type, idempotency-key',
  'access-control-max-age': '600',
};

/** Security headers, and CORS for the origins that sockets are open to. */
export function addHeaders(app: FastifyInstance, config: Config): void {
  app.addHook('onSend', async (_request, reply) => {
    reply.headers(HEADERS);
  });
  app.addHook('onRequest', async ({ method, headers }, reply) => {
    if (headers.origin === undefined) return;
    const isAllowed = isOriginAllowed(headers, config.origins);
    reply.header('vary', 'origin');
    if (isAllowed) allow(headers.origin, reply);
    const isPreflight =
      method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
    if (isPreflight) return answerPreflight(isAllowed, reply);
  });
}

function allow(origin: string, reply: FastifyReply): void {
  reply.header('access-control-allow-origin', origin);
  reply.header('access-control-expose-headers', 'retry-after');
}

function answerPreflight(isAllowed: boolean, reply: FastifyReply): FastifyReply {
  if (isAllowed) return reply.headers(PREFLIGHT_HEADERS).code(204).send();
  const message = 'this web origin is not on the list `origins`';
  return sendProblem(reply, { code: 'not_allowed', message });
}
