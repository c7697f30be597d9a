import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  makeTempDirectory,
  type TempDirectory,
  tempDirectory,
} from '../../../src/daemon/store/testing/temp-directory.ts';
import { ProcessDaemon } from '../../support/process-daemon.ts';
import { RawClient } from '../../support/raw-client.ts';
import { Notices } from './notices.ts';

/** So many that some of them were moved into the database already. */
const NOTICES = 400;

/** The data of a daemon that was killed, with most of what it acknowledged only in its log. */
export class KilledDaemon {
  readonly notices = new Notices(7);
  private readonly folder: TempDirectory = makeTempDirectory();

  async make(): Promise<void> {
    const daemon = new ProcessDaemon({}, this.folder.path);
    await daemon.start();
    try {
      const desk = new RawClient({ url: daemon.url, token: await daemon.tokenFor('admin:1') });
      await desk.next('authenticated');
      for (let count = 0; count < NOTICES; count += 1) await this.notices.send(desk);
    } finally {
      await daemon.kill();
    }
  }

  remove(): void {
    this.folder.remove();
  }

  /** A copy to be spoilt, which is gone when the test is over. */
  copy(): string {
    const data = tempDirectory();
    cpSync(this.folder.path, data, { recursive: true, filter: (path) => !path.endsWith('.sock') });
    return data;
  }
}

/** Of what holds data: the database and its logs. The index of the log is made anew each time. */
export function fingerprints(data: string, database = 'routa.db'): Record<string, string> {
  const present = ['', '-wal', '-journal'].filter((suffix) =>
    existsSync(join(data, `${database}${suffix}`)),
  );
  return Object.fromEntries(
    present.map((suffix) => [`routa.db${suffix}`, fingerprint(join(data, `${database}${suffix}`))]),
  );
}

function fingerprint(path: string): string {
  if (statSync(path).isDirectory()) return 'a directory';
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
