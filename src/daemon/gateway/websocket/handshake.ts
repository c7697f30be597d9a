import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ServerOptions, WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../../../clock/index.ts';
import { SUBPROTOCOL } from '../../../protocol/index.ts';
import type { Limits } from '../../config/config.ts';
import { DirectSocket } from './direct-socket.ts';
import { canTakeOver } from './take-over.ts';
import type { Transport } from './transport.ts';
import { Turn } from './turn-writer.ts';
import { wsSocket } from './ws-socket.ts';

/** A frame that is only somewhat too large is still read, so that it can be answered. */
const PAYLOAD_FACTOR_MAX = 4;
/** Reads that one frame may come in; tiny ones cost far more memory than they carry. */
const BUFFERED_CHUNKS_MAX = 1_024;

type HandshakeLimits = Pick<Limits, 'payloadBytesMax' | 'fragmentsMax' | 'closeTimeoutMs'>;

/**
 * Makes transports of upgrade requests. The handshake is always that of the `ws` library; what
 * follows is our own on a plain TCP socket, and its too wherever else (TLS, pipes).
 */
export class Handshake {
  private readonly limits: HandshakeLimits;
  private readonly clock: Clock;
  private readonly isDirect: (stream: Duplex) => boolean;
  private readonly turn = new Turn();
  private readonly whole = new WebSocketServer(OPTIONS);
  private readonly bare = new WebSocketServer({ ...OPTIONS, WebSocket: Handshaken });

  constructor(limits: HandshakeLimits, clock: Clock, isDirect = canTakeOver) {
    this.limits = limits;
    this.clock = clock;
    this.isDirect = isDirect;
  }

  /** A request that is no handshake is answered as HTTP has it, and `opened` not called. */
  open(
    request: IncomingMessage,
    stream: Duplex,
    head: Buffer,
    opened: (transport: Transport) => void,
  ): void {
    if (this.isDirect(stream)) {
      this.bare.handleUpgrade(request, stream, head, () => this.openDirect(stream, opened));
      return;
    }
    // As they are now: each connection takes over what it finds there.
    Object.assign(this.whole.options, boundsFrom(this.limits));
    this.whole.handleUpgrade(request, stream, head, (ws) => opened(wsSocket(ws, stream)));
  }

  private openDirect(stream: Duplex, opened: (transport: Transport) => void): void {
    // A peer whose window is full before anything was said is not worth another way.
    if (!canTakeOver(stream)) {
      stream.destroy();
      return;
    }
    const { turn, clock, limits } = this;
    const bounds = {
      payloadBytesMax: limits.payloadBytesMax * PAYLOAD_FACTOR_MAX,
      fragmentsMax: limits.fragmentsMax,
    };
    const { closeTimeoutMs } = limits;
    opened(new DirectSocket(stream, { turn, clock, bounds, closeTimeoutMs }));
  }
}

/** Leaves the stream alone, which then is ours. */
class Handshaken extends WebSocket {
  setSocket(): void {}
}

const OPTIONS: ServerOptions = {
  noServer: true,
  // Compression costs memory per connection.
  perMessageDeflate: false,
  clientTracking: false,
  // The only one that is ever selected; `bearer.TOKEN` is read, and never echoed.
  handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
};

/** What one peer can make us hold. The typings of `ws` do not have the newest of them yet. */
function boundsFrom({ payloadBytesMax, fragmentsMax, closeTimeoutMs }: HandshakeLimits) {
  return {
    maxPayload: payloadBytesMax * PAYLOAD_FACTOR_MAX,
    maxFragments: fragmentsMax,
    maxBufferedChunks: BUFFERED_CHUNKS_MAX,
    closeTimeout: closeTimeoutMs,
  };
}
