/**
 * The peer to compare with: the least that a WebSocket relay can do with `ws`. Speaks just
 * enough of the protocol for the generator: `auth` names the user, positions of driver N go to
 * rider N and to whoever joined the room `booking:N`.
 */
import { type WebSocket, WebSocketServer } from 'ws';
import { announce } from './announce.ts';

interface Message {
  readonly type: string;
  readonly role?: string;
  readonly user_id?: number;
  readonly room?: string;
}

const riders = new Map<number, WebSocket>();
const watchers = new Map<string, Set<WebSocket>>();
const port = Number(process.argv[2] ?? 0);
const server = new WebSocketServer({ host: '127.0.0.1', port, perMessageDeflate: false });

server.on('connection', (socket) => {
  let userId = 0;
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as Message;
    if (message.type === 'location_update') {
      const text = JSON.stringify(message);
      riders.get(userId)?.send(text);
      if (watchers.size > 0) show(`booking:${userId}`, text);
    } else if (message.type === 'auth') {
      userId = message.user_id ?? 0;
      if (message.role === 'rider') riders.set(userId, socket);
      socket.send('{"type":"authenticated"}');
    } else if (message.type === 'join_room') {
      join(message.room ?? '', socket);
      socket.send('{"type":"room_joined"}');
    }
  });
});
server.on('listening', () => announce(server.address(), ''));

function join(room: string, socket: WebSocket): void {
  const members = watchers.get(room) ?? new Set();
  watchers.set(room, members.add(socket));
}

function show(room: string, text: string): void {
  for (const watcher of watchers.get(room) ?? []) watcher.send(text);
}
