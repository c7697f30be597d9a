import { WebSocket } from 'ws';
import type { ClientMessageOf } from '../../src/protocol/index.ts';
import { Conversation } from './conversation.ts';

export type { Answer } from './conversation.ts';

/** `auth` without its type, and where to send it. */
export interface RawOptions extends Omit<ClientMessageOf<'auth'>, 'type'> {
  /** `ws://127.0.0.1:8282`, or `ws+unix:PATH:/` for a local socket. */
  readonly url: string;
  readonly protocols?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  /** The certificate that is trusted, in PEM. */
  readonly ca?: string;
  /** True: nothing is sent by itself, not even `auth`. */
  readonly isSilent?: boolean;
  /** False: Pings are not answered, as where the network is gone. */
  readonly autoPong?: boolean;
}

/** A client as somebody would write it from the protocol's description: JSON on a bare socket. */
export class RawClient extends Conversation {
  readonly opened: Promise<void>;
  private readonly socket: WebSocket;

  constructor(options: RawOptions) {
    super();
    const {
      url,
      protocols = [],
      headers = {},
      ca,
      isSilent = false,
      autoPong = true,
      ...auth
    } = options;
    this.socket = new WebSocket(url, [...protocols], { autoPong, headers, ca });
    this.socket.on('error', () => {});
    this.socket.on('close', (code) => this.end(code));
    this.socket.on('message', (bytes) => this.hear(bytes.toString()));
    this.opened = new Promise((resolve) => this.socket.once('open', resolve));
    if (!isSilent) this.socket.once('open', () => this.send({ type: 'auth', ...auth }));
  }

  /** The subprotocol that the daemon has selected; empty for none. */
  get protocol(): string {
    return this.socket.protocol;
  }

  sendText(text: string): void {
    this.socket.send(text);
  }

  sendBinary(bytes: Uint8Array): void {
    this.socket.send(bytes);
  }

  /** Leaves without a word, as a phone in a tunnel does. */
  async vanish(): Promise<void> {
    this.socket.terminate();
    await this.closed;
  }
}
