import { join } from 'node:path';
import Database from 'better-sqlite3';
import { parseUser } from '../../../src/protocol/index.ts';
import { type Mark, markOf } from './stalling-client.ts';

interface Row {
  readonly seq: number;
  readonly json: string;
}

/** What the database holds, read by another eye than the daemon's. */
export class StoredStreams {
  private readonly db: Database.Database;
  private readonly marks = new Map<string, readonly Mark[]>();

  constructor(dataDirectory: string) {
    this.db = new Database(join(dataDirectory, 'routa.db'), { readonly: true });
  }

  newestSeq(userName: string): number {
    return this.marksOf(userName).length;
  }

  /** The marks that a client must have which has seen everything after `from`. */
  after(userName: string, from: number): readonly Mark[] {
    return this.marksOf(userName).slice(from);
  }

  close(): void {
    this.db.close();
  }

  /** Nothing is pruned in a test, so that the first one is number 1; the digests would show it. */
  private marksOf(userName: string): readonly Mark[] {
    const known = this.marks.get(userName);
    if (known !== undefined) return known;
    const marks = this.rowsOf(userName).map(({ seq, json }) => {
      return markOf(seq, `${json.slice(0, -1)},"seq":${seq}}`);
    });
    this.marks.set(userName, marks);
    return marks;
  }

  private rowsOf(userName: string): readonly Row[] {
    const user = parseUser(userName);
    const select = this.db.prepare<unknown[], Row>(
      `SELECT seq, json FROM stream_entries JOIN streams USING (stream_id)
       WHERE role = ? AND user_id = ? ORDER BY seq`,
    );
    return select.all(user?.role, user?.userId);
  }
}
