import type { ApiClient } from '../../client/index.ts';
import { fromWireId, PROTOCOL_LIMITS, type Role } from '../../protocol/index.ts';
import { driverName, riderName, vehicleName } from './names.ts';

/** Somebody of the run, and the token that opens their session. */
export interface Identity {
  readonly role: Role;
  readonly userId: string;
  readonly token: string;
}

export interface Headcount {
  readonly drivers: number;
  readonly riders: number;
}

export interface Identities {
  readonly dispatcher: Identity;
  readonly drivers: readonly Identity[];
  readonly riders: readonly Identity[];
}

/** Tokens that are asked for at once. */
const CHUNK = 200;
const DAY_MS = 86_400_000;
/** A run that nobody cleans up behind leaves no tokens for ever. */
const TTL_MS = 7 * DAY_MS;

/** Gives each person of a run an id, a name and a token. */
export async function issueIdentities(
  api: Pick<ApiClient, 'call'>,
  prefix: string,
  { drivers, riders, speedup }: Headcount & { readonly speedup: number },
): Promise<Identities> {
  const wanted = [
    { role: 'admin' as const, user_id: `${prefix}dispatcher`, name: 'Dispatcher' },
    ...counted(drivers, (number) => ({
      role: 'driver' as const,
      user_id: `${prefix}driver-${number}`,
      name: driverName(number),
      vehicle: vehicleName(number),
    })),
    ...counted(riders, (number) => ({
      role: 'rider' as const,
      user_id: `${prefix}rider-${number}`,
      name: riderName(number),
    })),
  ];
  // Tokens expire by the daemon's clock.
  const ttl_ms = Math.min(Math.round(TTL_MS * speedup), PROTOCOL_LIMITS.tokenTtlMsMax);
  const issued: Identity[] = [];
  for (let start = 0; start < wanted.length; start += CHUNK) {
    const chunk = wanted.slice(start, start + CHUNK);
    const tokens = chunk.map((person) => ({ ...person, ttl_ms }));
    const answer = await api.call('issueTokens', { body: { tokens } });
    for (const { role, user_id, token } of answer.tokens) {
      issued.push({ role, userId: fromWireId(user_id), token });
    }
  }
  return sorted(issued);
}

function sorted([dispatcher, ...people]: readonly Identity[]): Identities {
  if (dispatcher === undefined) throw new RangeError('the daemon issued no token');
  return {
    dispatcher,
    drivers: people.filter(({ role }) => role === 'driver'),
    riders: people.filter(({ role }) => role === 'rider'),
  };
}

function counted<Item>(count: number, make: (number: number) => Item): Item[] {
  return Array.from({ length: count }, (_, index) => make(index + 1));
}
