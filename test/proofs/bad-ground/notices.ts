import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Conversation } from '../../support/conversation.ts';

/** Each under a name of its own, and so large that a disk feels it. */
const FILLER = 'x'.repeat(3_000);

/** Messages to one rider, with what their sender was answered. */
export class Notices {
  readonly acked: string[] = [];
  readonly refused: { readonly event: string; readonly code: string }[] = [];
  private readonly riderId: number;
  private count = 0;

  constructor(riderId: number) {
    this.riderId = riderId;
  }

  next() {
    this.count += 1;
    const event = `notice-${this.count}`;
    return { role: 'rider', user_id: this.riderId, event, data: FILLER } as const;
  }

  /** Answers whether it was acknowledged. */
  async send(admin: Conversation): Promise<boolean> {
    const notice = this.next();
    const answer = await admin.ask({ type: 'notify', ...notice });
    if (answer.type === 'ack') this.acked.push(notice.event);
    else this.refused.push({ event: notice.event, code: answer.code });
    return answer.type === 'ack';
  }

  async sendUntilRefused(admin: Conversation): Promise<void> {
    while (await this.send(admin));
  }

  /** Names of those in the database of a daemon that was stopped. */
  stored(data: string): readonly string[] {
    const db = new Database(join(data, 'routa.db'), { readonly: true });
    try {
      const rows = db.prepare<[], { json: string }>(
        "SELECT json FROM stream_entries WHERE json LIKE '%notice-%' ORDER BY ordinal",
      );
      return rows.all().map(({ json }) => (JSON.parse(json) as { event: string }).event);
    } finally {
      db.close();
    }
  }
}
