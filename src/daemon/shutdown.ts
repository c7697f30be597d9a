import type { Config } from './config/config.ts';
import type { Gateway } from './gateway/gateway.ts';
import type { Patience } from './patience.ts';
import type { Log } from './services.ts';

/** How long closing handshakes may take once everybody was told. */
const FAREWELL_MS = 1_000;

interface ShutdownParts {
  readonly gateway: Gateway;
  readonly config: Config;
  readonly log: Log;
  readonly patience: Patience;
  /** Everything that was started, in reverse order. */
  readonly stop: () => Promise<void>;
}

/**
 * The end of a daemon: it is not ready any more, tells everybody to come back a few at a time,
 * answers what it was asked, has everything stored, and stops.
 */
export class Shutdown {
  private readonly parts: ShutdownParts;
  private ending: Promise<void> | null = null;

  constructor(parts: ShutdownParts) {
    this.parts = parts;
  }

  get hasBegun(): boolean {
    return this.ending !== null;
  }

  /** Idempotent; `atOnce` also hurries what has begun. */
  run({ atOnce = false }: { readonly atOnce?: boolean } = {}): Promise<void> {
    const { gateway, patience } = this.parts;
    this.ending ??= this.end();
    if (atOnce) {
      gateway.hurry();
      patience.hurry();
    }
    return this.ending;
  }

  private async end(): Promise<void> {
    const { gateway, config, log, stop } = this.parts;
    const { windowMs } = config.shutdown;
    log.info({ connections: gateway.size, windowMs }, 'routa is stopping');
    await gateway.drain(windowMs);
    await gateway.untilEmpty(FAREWELL_MS);
    await stop();
    log.info({}, 'routa has stopped');
  }
}
