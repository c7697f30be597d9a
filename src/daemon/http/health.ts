import type { FastifyInstance } from 'fastify';
import type { Storage } from '../services.ts';

/** For supervisors and load balancers: alive, and able to serve. Neither needs a token. */
export function addHealth(app: FastifyInstance, isReady: () => boolean, storage: Storage): void {
  app.get('/healthz', () => ({ status: 'ok' }));
  app.get('/readyz', (_request, reply) => {
    const reason = isReady() ? storage.outage?.code : 'shutting_down';
    if (reason === undefined) return reply.send({ status: 'ready' });
    return reply.code(503).send({ status: 'not_ready', reason });
  });
}
