import type { Server } from 'node:http';
import type { Patience } from '../patience.ts';
import type { HttpApp } from './create-http-app.ts';

/** A way in, and what is served behind it. */
export interface Door {
  readonly server: Server;
  readonly app: HttpApp;
}

/** How long whoever has just connected, or is still sending a request, may take to finish it. */
const REST_MS = 1_000;
/** How long a request that was sent may take: it is perhaps stored, and only lacks its answer. */
const ANSWER_MS = 10_000;

/** Lets nobody else in, and answers what was asked before it ends the others. */
export async function closeDoor({ server, app }: Door, patience: Patience): Promise<void> {
  // Connections that are between two requests are closed by this, and none is waited for in vain.
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  await patience.wait(closed, REST_MS);
  app.cutUnsent();
  await patience.wait(app.close(), ANSWER_MS);
  server.closeAllConnections();
  await closed;
}
