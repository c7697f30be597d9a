import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Services } from '../services.ts';
import { UnderWay } from '../under-way.ts';
import type { HttpAppOptions } from './http-app-options.ts';

export interface HttpApp {
  /** For the `request` event of a `node:http` server. */
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** Ends the requests that are still being sent: nothing of them was done yet. */
  cutUnsent(): void;
  /** Resolves when requests that are under way have been answered. Idempotent. */
  close(): Promise<void>;
}

/**
 * Everything that is served over HTTP. Routes and their validators are built when the first request
 * comes, so that a daemon is ready for drivers before it has compiled what admins may ask.
 */
export function createHttpApp(services: Services, options: HttpAppOptions): HttpApp {
  const built: Promise<FastifyInstance>[] = [];
  let bodyBytesMax: number | undefined;
  const underWay = new UnderWay();
  const requests = new Set<IncomingMessage>();
  let closing: Promise<void> | undefined;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const app = await latestApp();
    app.routing(request, response);
  }

  /** Bodies are bounded where routes are built, so another bound needs others. */
  function latestApp(): Promise<FastifyInstance> {
    const { httpBodyBytesMax } = services.config.limits;
    const latest = built.at(-1);
    if (latest !== undefined && httpBodyBytesMax === bodyBytesMax) return latest;
    bodyBytesMax = httpBodyBytesMax;
    const app = import('./build-app.ts').then(({ buildApp }) => buildApp(services, options));
    built.push(app);
    return app;
  }

  async function stop(): Promise<void> {
    await underWay.idle();
    // Where it could not be built, each request was told so, and there is nothing to close.
    for (const building of built) await (await building.catch(() => undefined))?.close();
    // What came while it closed was let in as well.
    await underWay.idle();
  }

  return {
    handle(request, response) {
      underWay.begin();
      requests.add(request);
      response.once('close', () => {
        requests.delete(request);
        underWay.end();
      });
      // Whoever keeps the connection for further requests should look for another one now.
      if (!options.isReady()) response.setHeader('connection', 'close');
      serve(request, response).catch((error: unknown) => {
        services.log.error({ err: error }, 'the HTTP API could not be built');
        response.writeHead(500).end();
      });
    },
    cutUnsent() {
      for (const request of requests) if (!request.complete) request.destroy();
    },
    close() {
      closing ??= stop();
      return closing;
    },
  };
}
