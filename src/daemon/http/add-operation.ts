import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  API_PREFIX,
  OPERATOR_ID,
  type OperationName,
  type Refusal,
  type UserKey,
} from '../../protocol/index.ts';
import { OPERATIONS, type Operation } from '../../protocol/schemas/http.ts';
import type { Services } from '../services.ts';
import { type Door, identifyCaller } from './caller.ts';
import { idempotencyKey } from './idempotency-key.ts';
import type { OperationCall, OperationHandler } from './operation.ts';
import { HANDLERS } from './operations/index.ts';
import { sendProblem } from './problem.ts';

const OPERATOR_ONLY: Refusal = {
  code: 'not_allowed',
  message: "this is for whoever may open the operator's socket, which needs no token",
};

/** One route: who calls, is it well formed, do it. In this order strangers learn nothing. */
export function addOperation(
  app: FastifyInstance,
  services: Services,
  door: Door,
  name: OperationName,
): void {
  const operation: Operation = OPERATIONS[name];
  // The table pairs each name with its own handler; only the loop over names forgets it.
  const handle = HANDLERS[name] as OperationHandler<OperationName>;
  const callers = new WeakMap<FastifyRequest, UserKey>();
  app.route({
    method: operation.method,
    url: `${API_PREFIX}${operation.path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
    schema: {
      params: operation.params,
      querystring: operation.query,
      ...(operation.method === 'POST' ? { body: operation.body } : {}),
    },
    onRequest: async (request, reply) => {
      const caller = await identifyCaller(request, services, door);
      if (!caller.ok) return sendProblem(reply, caller.refusal);
      if (operation.operatorOnly && caller.user.userId !== OPERATOR_ID) {
        return sendProblem(reply, OPERATOR_ONLY);
      }
      callers.set(request, caller.user);
    },
    handler: async (request, reply) => {
      const user = callers.get(request);
      if (user === undefined) throw new Error('onRequest lets nobody pass who is unknown');
      const key = operation.keyed ? idempotencyKey(name, request, user) : undefined;
      const { params, query, body } = request;
      const given = { services, control: door.control, user, key };
      const call = { ...given, params, query, body } as OperationCall<OperationName>;
      const result = await handle(call);
      if (!result.ok) return sendProblem(reply, result.refusal);
      return reply.code(operation.status).send(result.answer);
    },
  });
}
