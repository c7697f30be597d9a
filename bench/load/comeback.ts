import type { Client } from './client.ts';
import { Latencies } from './latencies.ts';
import { pause } from './pace.ts';
import type { Ending } from './raw-socket.ts';

/** Close codes from here on mean: do not come back. */
const LASTING_FROM = 4_500;
/** As the library does where nothing is announced: 0.5 s, twice as long each time, up to 20 s. */
const RETRY_MS_MIN = 500;
const RETRY_MS_MAX = 20_000;
/** Who is not back by then is not coming. */
const GIVE_UP_MS = 60_000;

/** Many clients that come back at once, each as often as it takes. */
export class Comeback {
  readonly latencies = new Latencies();
  back = 0;
  refusals = 0;
  refusedForGood = 0;
  allBackMs = 0;

  /** Their first attempts are spread evenly over a time. */
  async run(clients: readonly Client[], withinMs: number): Promise<void> {
    const startedAt = performance.now();
    await Promise.all(
      clients.map(async (client, index) => {
        const dueAt = startedAt + (index * withinMs) / clients.length;
        await pause(dueAt - startedAt);
        if (await this.comeBack(client, index, startedAt)) this.latencies.recordSince(dueAt);
      }),
    );
    this.allBackMs = performance.now() - startedAt;
  }

  private async comeBack(client: Client, index: number, startedAt: number): Promise<boolean> {
    for (let attempt = 0; performance.now() - startedAt < GIVE_UP_MS; attempt += 1) {
      const ending = await client.open();
      if (ending === null) {
        this.back += 1;
        return true;
      }
      if (ending.code >= LASTING_FROM) break;
      this.refusals += 1;
      await pause(retryMs(ending, attempt, index));
    }
    this.refusedForGood += 1;
    return false;
  }
}

/** Up to a half more, so that those who were refused together do not come back together. */
function retryMs({ retryAfterMs }: Ending, attempt: number, index: number): number {
  const growing = Math.min(RETRY_MS_MAX, RETRY_MS_MIN * 2 ** attempt);
  return (retryAfterMs ?? growing) * (1 + (index % 50) / 100);
}
