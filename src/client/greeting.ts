import type { Clock } from '../clock/index.ts';
import { type ClientMessageOf, toWireId } from '../protocol/index.ts';
import type { Session } from './client-events.ts';
import type { ClientOptions } from './client-options.ts';
import { randomName } from './random-name.ts';
import type { StreamPosition } from './stream/durable-stream.ts';

/** Makes the first message of each connection: who this is, and where the stream goes on. */
export class Greeter {
  private readonly options: ClientOptions;
  private readonly device: string;
  private attempt: number;

  constructor(options: ClientOptions, clock: Clock, random: () => number) {
    this.options = options;
    this.device = options.device ?? randomName(random);
    // Grows from one page load to the next too, where the page keeps its `device`.
    this.attempt = clock.now();
  }

  /** `last`: the session before this one. */
  greet(token: string | undefined, resume: StreamPosition | null, last: Session | null): string {
    const { client, acks = true } = this.options;
    this.attempt += 1;
    const message: ClientMessageOf<'auth'> = {
      type: 'auth',
      ...(token !== undefined && { token }),
      ...this.claims(last),
      ...(resume !== null && { resume }),
      acks,
      device: this.device,
      attempt: this.attempt,
      ...(client !== undefined && { client }),
    };
    return JSON.stringify(message);
  }

  /**
   * Who this has to be. Taken up by somebody else, a position in one user's stream would skip and
   * acknowledge messages that nobody has seen.
   */
  private claims(last: Session | null): Pick<ClientMessageOf<'auth'>, 'role' | 'user_id'> {
    if (last !== null) return { role: last.role, user_id: last.user_id };
    const { user } = this.options;
    return user === undefined ? {} : { role: user.role, user_id: toWireId(user.userId) };
  }
}
