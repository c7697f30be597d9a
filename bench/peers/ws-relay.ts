/**
 * The peer to compare with: the least that a WebSocket relay can do with `ws`. Speaks just
 * enough of the protocol for the generator: `auth` names the user, positions of driver N go to
 * rider N.
 */
import { type WebSocket, WebSocketServer } from 'ws';

interface Message {
  readonly type: string;
  readonly role?: string;
  readonly user_id?: number;
}

const riders = new Map<number, WebSocket>();
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });

server.on('connection', (socket) => {
  let userId = 0;
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as Message;
    if (message.type === 'location_update') {
      riders.get(userId)?.send(JSON.stringify(message));
      return;
    }
    if (message.type !== 'auth') return;
    userId = message.user_id ?? 0;
    if (message.role === 'rider') riders.set(userId, socket);
    socket.send('{"type":"authenticated"}');
  });
});
server.on('listening', () => {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  // The first line of `routa serve --json`, so that both are started alike.
  const ready = { ready: true, url: `ws://127.0.0.1:${port}`, data: '', pid: process.pid };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
});
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
