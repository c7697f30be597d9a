import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { type ApiClient, apiClient } from '../../src/client/index.ts';
import type { Config } from '../../src/daemon/config/config.ts';
import { operatorSocketOf } from '../../src/daemon/operator-socket.ts';
import { type Daemon, start } from '../../src/daemon/start.ts';
import {
  makeTempDirectory,
  type TempDirectory,
} from '../../src/daemon/store/testing/temp-directory.ts';
import { connectWith } from './connect-as.ts';
import { issueToken, type TokenTraits } from './issue-token.ts';
import type { RawClient } from './raw-client.ts';
import { silentLog } from './silent-log.ts';
import { type ConfigOverrides, testConfig } from './test-config.ts';

/** A daemon in this process, with real sockets and its data in a folder of its own. */
export class TestDaemon {
  readonly config: Config;
  private readonly folder: TempDirectory;
  private daemon: Daemon | null = null;

  constructor(overrides: ConfigOverrides = {}) {
    this.folder = makeTempDirectory();
    this.config = testConfig(this.folder.path, overrides);
  }

  get url(): string {
    return this.running.url;
  }
  get socketPath(): string {
    return operatorSocketOf(this.running.data);
  }
  /** With the operator's rights. */
  get api(): ApiClient {
    return apiClient({ socketPath: this.socketPath });
  }

  async start(): Promise<void> {
    this.daemon = await start(this.config, { version: '0.0.0', log: silentLog });
  }

  /** Stops it; `remove` does so too. */
  async close(options?: { readonly atOnce?: boolean }): Promise<void> {
    await this.daemon?.close(options);
  }

  async remove(): Promise<void> {
    try {
      await this.close({ atOnce: true });
    } finally {
      this.folder.remove();
    }
  }

  /** A token for `driver:7`. */
  tokenFor(userName: string, traits?: TokenTraits): Promise<string> {
    return issueToken(this.api, userName, traits);
  }

  /** A session of the operator's own, which needs no token. */
  operator(): Promise<RawClient> {
    return connectWith({ url: `ws+unix:${this.socketPath}:/` }, {});
  }

  private get running(): Daemon {
    if (this.daemon === null) throw new Error('the daemon was not started');
    return this.daemon;
  }
}

/** One that is gone when the test that asked for it is over. */
export async function startTestDaemon(overrides?: ConfigOverrides): Promise<TestDaemon> {
  const daemon = new TestDaemon(overrides);
  onTestFinished(() => daemon.remove());
  await daemon.start();
  return daemon;
}

/** One for all tests of a file; each brings people and bookings of its own. */
export function sharedTestDaemon(overrides?: ConfigOverrides): TestDaemon {
  const daemon = new TestDaemon(overrides);
  beforeAll(() => daemon.start());
  afterAll(() => daemon.remove());
  return daemon;
}
