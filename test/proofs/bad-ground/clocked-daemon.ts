import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, vi } from 'vitest';
import { tempDirectory } from '../../../src/daemon/store/testing/temp-directory.ts';
import { type ProcessDaemon, processDaemon } from '../../support/process-daemon.ts';
import { logOf } from './readiness.ts';

const preload = pathToFileURL(join(import.meta.dirname, 'settable-clock.ts')).href;
/** It looks at the clock once a second. */
const NOTICES_WITHIN_MS = 10_000;

/** A daemon on a machine whose clock a test sets. */
export class ClockedDaemon {
  readonly daemon: ProcessDaemon;
  private readonly file: string;

  private constructor(daemon: ProcessDaemon, file: string) {
    this.daemon = daemon;
    this.file = file;
  }

  static async start(): Promise<ClockedDaemon> {
    const file = join(tempDirectory(), 'off');
    writeFileSync(file, '0');
    const settings = {
      NODE_OPTIONS: `--import=${preload}`,
      PROOF_CLOCK: file,
      ROUTA_LOG_FORMAT: 'json',
    };
    return new ClockedDaemon(await processDaemon(settings), file);
  }

  /** Sets the clock to so much off the right time; resolves once the daemon says this about it. */
  async set(offMs: number, said: string): Promise<void> {
    const before = this.count(said);
    writeFileSync(this.file, String(offMs));
    process.kill(this.daemon.pid, 'SIGUSR2');
    await this.says(said, before + 1, NOTICES_WITHIN_MS);
  }

  async says(said: string, times: number, withinMs: number): Promise<void> {
    await vi.waitFor(() => expect(this.count(said)).toBe(times), { timeout: withinMs });
  }

  /** Killed, and started again when the clock is so much off. */
  async restart(offMs: number): Promise<void> {
    await this.daemon.kill();
    writeFileSync(this.file, String(offMs));
    await this.daemon.start();
  }

  private count(said: string): number {
    return logOf(this.daemon).filter(({ msg }) => msg.includes(said)).length;
  }
}
