import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import type { TSchema } from 'typebox';
import { API_PREFIX, type OperationName } from '../../protocol/index.ts';
import { OPERATIONS } from '../../protocol/schemas/http.ts';
import type { Log, Services } from '../services.ts';
import { addHeaders } from './add-headers.ts';
import { addOperation } from './add-operation.ts';
import { faultRefusal } from './fault-refusal.ts';
import { addHealth } from './health.ts';
import type { HttpAppOptions } from './http-app-options.ts';
import { type InputPart, inputCheck } from './input-check.ts';
import { openApiDocument } from './openapi.ts';
import { sendProblem } from './problem.ts';
import { RequestRates } from './request-rates.ts';

/** Builds the routes. Only the door differs between TCP and the operator's socket. */
export async function buildApp(
  services: Services,
  { isReady, ...options }: HttpAppOptions,
): Promise<FastifyInstance> {
  const rates = new RequestRates(services);
  const door = { ...options, rates };
  const app = openApp(services);
  addHeaders(app, services.config);
  addRequestLog(app, services.log);
  addHealth(app, isReady, services.storage);
  addOpenApi(app);
  const names = Object.keys(OPERATIONS) as OperationName[];
  for (const name of names) addOperation(app, services, door, name);
  await app.ready();
  return app;
}

/** Needs no token, so it is made only once. */
function addOpenApi(app: FastifyInstance): void {
  let text: string | undefined;
  app.get(`${API_PREFIX}/openapi.json`, (_request, reply) => {
    text ??= JSON.stringify(openApiDocument());
    return reply.type('application/json').send(text);
  });
}

/** An app without routes, in which every refusal is a problem document. */
function openApp(services: Services): FastifyInstance {
  const answerFault = (error: unknown, _request: FastifyRequest, reply: FastifyReply) =>
    sendProblem(reply, faultRefusal(error, services));
  const app = fastify({
    bodyLimit: services.config.limits.httpBodyBytesMax,
    frameworkErrors: answerFault,
    logger: false,
    // Bodies are never merged into other objects, so that no name in them is a danger.
    onProtoPoisoning: 'ignore',
    onConstructorPoisoning: 'ignore',
  });
  app.removeContentTypeParser('text/plain');
  app.setErrorHandler(answerFault);
  app.setNotFoundHandler((request, reply) => {
    const message = `there is no ${request.method} ${request.url.split('?', 1)[0]}`;
    return sendProblem(reply, { code: 'not_found', message });
  });
  app.setValidatorCompiler<TSchema>(({ schema, httpPart }) =>
    inputCheck(schema, httpPart as InputPart),
  );
  return app;
}

function addRequestLog(app: FastifyInstance, log: Log): void {
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions } = request;
    const elapsedMs = Math.round(reply.elapsedTime);
    // The route's pattern: a path as it was sent may hold what does not belong in a log.
    log.debug({ method, route: routeOptions.url, status: reply.statusCode, elapsedMs }, 'request');
  });
}
