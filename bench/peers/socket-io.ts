/** The same relay as `ws-relay.ts`, as one writes it with Socket.IO: a room for each user. */
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { announce } from './announce.ts';

interface Message {
  readonly type: string;
  readonly role?: string;
  readonly user_id?: number;
  readonly room?: string;
}

const http = createServer();
const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false });
const rooms = io.of('/').adapter.rooms;

io.on('connection', (socket) => {
  let userId = 0;
  socket.on('message', (message: Message) => {
    if (message.type === 'location_update') {
      io.to(`rider:${userId}`).emit('message', message);
      const watched = `booking:${userId}`;
      if (rooms.has(watched)) io.to(watched).emit('message', message);
    } else if (message.type === 'auth') {
      userId = message.user_id ?? 0;
      socket.join(`${message.role}:${userId}`);
      socket.emit('message', { type: 'authenticated' });
    } else if (message.type === 'join_room') {
      socket.join(message.room ?? '');
      socket.emit('message', { type: 'room_joined' });
    }
  });
});
http.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
  announce(http.address(), '/socket.io/?EIO=4&transport=websocket');
});
