import type { Clock } from '../clock/index.ts';
import { type ClientMessageOf, toWireId } from '../protocol/index.ts';
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

  greet(token: string | undefined, resume: StreamPosition | null): string {
    const { user, client, acks = true } = this.options;
    this.attempt += 1;
    const message: ClientMessageOf<'auth'> = {
      type: 'auth',
      ...(token !== undefined && { token }),
      ...(user !== undefined && { role: user.role, user_id: toWireId(user.userId) }),
      ...(resume !== null && { resume }),
      acks,
      device: this.device,
      attempt: this.attempt,
      ...(client !== undefined && { client }),
    };
    return JSON.stringify(message);
  }
}
