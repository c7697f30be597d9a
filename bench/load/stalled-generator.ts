/** The clients of `slow` that do not read: each opens a session and takes nothing after that. */
import { WebSocket } from 'ws';
import { report, serveOrders } from './serve-orders.ts';
import type { Order, Report } from './stalled-messages.ts';

const OPENED_AT_ONCE = 50;
/** Kept, or they would be collected, and their sockets closed. */
const sockets: WebSocket[] = [];

serveOrders(async ({ url, tokens }: Order) => {
  for (let start = 0; start < tokens.length; start += OPENED_AT_ONCE) {
    const some = tokens.slice(start, start + OPENED_AT_ONCE);
    sockets.push(...(await Promise.all(some.map((token) => open(url, token)))));
  }
  report<Report>({ kind: 'connected' });
});

function open(url: string, token: string): Promise<WebSocket> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('open', () => socket.send(JSON.stringify({ type: 'auth', token, acks: true })));
    socket.once('message', () => {
      socket.pause();
      resolve(socket);
    });
  });
}
