/** What stands around each JSON object on the way to a server. */
export interface Wrapping {
  readonly before: string;
  readonly after: string;
}

const BARE: Wrapping = { before: '', after: '' };
/** An Engine.IO message (4) that is a Socket.IO event (2). */
const SOCKET_IO: Wrapping = { before: '42["message",', after: ']' };

export function wrappingOf(url: string): Wrapping {
  return url.includes('/socket.io/') ? SOCKET_IO : BARE;
}
