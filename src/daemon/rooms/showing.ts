import type { Session } from '../gateway/session.ts';
import type { PageMaker } from './room.ts';

/**
 * A room's state on its way to one session: page by page, and no faster than the session takes
 * them. Whoever joins again starts it anew, so that a session holds one state of a room at most.
 */
export class Showing {
  private readonly session: Session;
  private readonly room: string;
  private pages: readonly PageMaker[] = [];
  private nextPage = 0;
  private running: Promise<void> | null = null;

  constructor(session: Session, room: string) {
    this.session = session;
    this.room = room;
  }

  /** Resolves when the last page of the newest state has been sent, or nobody wants it. */
  restart(pages: readonly PageMaker[]): Promise<void> {
    this.pages = pages;
    this.nextPage = 0;
    this.running ??= this.run().finally(() => {
      this.running = null;
      this.pages = [];
    });
    return this.running;
  }

  private async run(): Promise<void> {
    const { session, room } = this;
    while (this.nextPage < this.pages.length) {
      await session.drained();
      const page = this.pages[this.nextPage];
      if (page === undefined || !session.isOpen || !session.rooms.has(room)) return;
      this.nextPage += 1;
      const more = this.nextPage < this.pages.length;
      session.send({ type: 'room_joined', room, more, ...page() });
    }
  }
}
