import {
  API_PREFIX,
  type OperationAnswer,
  type OperationName,
  type OperationRequest,
} from '../../protocol/index.ts';
import { ClientError } from '../client-error.ts';
import { checkAddress } from '../connection/address.ts';
import type { Address } from '../connection/socket.ts';
import type { HttpExchange } from './http-exchange.ts';
import { readAnswer } from './read-answer.ts';
import { ROUTES } from './routes.ts';

const TIMEOUT_MS = 10_000;

/** Where the API is: at the daemon's address, `ws:` or `http:`, or at the operator's socket. */
export type ApiOptions = ({ readonly url: string } | { readonly socketPath: string }) & {
  /** An admin's; the operator's socket needs none. */
  readonly token?: string;
  /** For each request as a whole. */
  readonly timeoutMs?: number;
};

export interface RequestOptions {
  /** Lists are written with commas: `status=pending,assigned`. */
  readonly query?: object;
  readonly body?: unknown;
  /** The same key again gets the first answer again, for 24 hours. */
  readonly idempotencyKey?: string;
}

type Nothing = Record<never, never>;

/** What the operation takes: path parameters and a body only where it has them. */
export type CallOptions<Name extends OperationName> = {
  readonly query?: OperationRequest<Name>['query'];
  readonly idempotencyKey?: string;
} & (Nothing extends OperationRequest<Name>['params']
  ? Nothing
  : { readonly params: OperationRequest<Name>['params'] }) &
  (OperationRequest<Name>['body'] extends undefined
    ? Nothing
    : { readonly body: OperationRequest<Name>['body'] });

type CallArguments<Name extends OperationName> =
  Nothing extends CallOptions<Name> ? [options?: CallOptions<Name>] : [options: CallOptions<Name>];

/**
 * The HTTP API of the daemon. Rejects with a `ClientError`: the API's own code, `unreachable` when
 * no daemon is there, `timeout`, or `invalid_answer`.
 */
export interface ApiClient {
  /** An operation by its name in the API's description, typed by it. */
  call<Name extends OperationName>(
    name: Name,
    ...options: CallArguments<Name>
  ): Promise<OperationAnswer<Name>>;
  /** Any path of the daemon, such as `/api/v1/bookings` or `/readyz`. */
  request<Answer>(method: string, path: string, options?: RequestOptions): Promise<Answer>;
}

export function createApiClient(options: ApiOptions, exchange: HttpExchange): ApiClient {
  const address: Address = 'url' in options ? options.url : options;
  const { token, timeoutMs = TIMEOUT_MS } = options;
  checkAddress(address);

  async function request<Answer>(
    method: string,
    path: string,
    { query = {}, body, idempotencyKey }: RequestOptions = {},
  ): Promise<Answer> {
    const headers = {
      accept: 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
    };
    const reply = await exchange(address, {
      method,
      path: path + searchOf(query),
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      timeoutMs,
    });
    // The bytes of an answer become the type that its operation declares.
    return readAnswer(reply) as Answer;
  }

  return {
    request,
    call(name, ...[given]) {
      const { params = {}, ...rest }: { readonly params?: object } & RequestOptions = given ?? {};
      const route: string | undefined = ROUTES[name];
      if (route === undefined) return Promise.reject(unknownOperation(name));
      const [method = 'GET', template = ''] = route.split(' ');
      return request(method, API_PREFIX + fill(template, params), rest);
    },
  };
}

function unknownOperation(name: string): ClientError {
  const known = Object.keys(ROUTES).join(', ');
  return new ClientError('unknown_operation', `${name} is no operation; there are ${known}`);
}

function fill(template: string, params: object): string {
  return Object.entries(params).reduce(
    (path, [name, value]) => path.replace(`{${name}}`, encodeURIComponent(String(value))),
    template,
  );
}

function searchOf(query: object): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value));
  }
  return search.size === 0 ? '' : `?${search}`;
}
