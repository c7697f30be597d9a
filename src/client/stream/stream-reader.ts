import type { Clock } from '../../clock/index.ts';
import type { ClientEvents, Session, StreamMessage } from '../client-events.ts';
import type { ClientLimits } from '../client-limits.ts';
import type { Emitter } from '../emitter.ts';
import { Acknowledger } from './acknowledger.ts';
import { DurableStream, type StreamPosition } from './durable-stream.ts';

interface StreamReaderPorts {
  readonly resume: StreamPosition | null;
  /** False where the daemon learns from Pong frames what was written. */
  readonly acks: boolean;
  readonly clock: Clock;
  readonly limits: ClientLimits;
  readonly events: Emitter<ClientEvents>;
  readonly transmit: (text: string) => void;
  /** Asks for a new connection, which resumes after what has been processed. */
  readonly resync: (reason: string) => void;
}

/** Shows the numbered messages: each once, in order, and acknowledged after the listeners ran. */
export class StreamReader {
  private readonly ports: StreamReaderPorts;
  private readonly stream: DurableStream;
  private readonly acknowledger: Acknowledger | null;

  constructor(ports: StreamReaderPorts) {
    const { resume, acks, clock, limits, transmit } = ports;
    this.ports = ports;
    this.stream = new DurableStream(resume, acks);
    const acknowledge = (seq: number) => transmit(`{"type":"ack","seq":${seq}}`);
    ports.events.on('snapshot', () => this.stream.tookSnapshot());
    this.acknowledger = acks ? new Acknowledger(clock, limits, acknowledge) : null;
  }

  get position(): StreamPosition | null {
    return this.stream.position;
  }

  open(session: Session): void {
    this.stream.begin(session);
    this.acknowledger?.start();
  }

  interrupt(): void {
    this.acknowledger?.stop();
  }

  /** Acknowledges at once what has been processed. */
  flush(): void {
    this.acknowledger?.flush();
  }

  receive(message: StreamMessage): void {
    switch (this.stream.judge(message.seq)) {
      case 'deliver':
        this.show(message);
        this.stream.advance(message.seq);
        this.acknowledger?.processed(message.seq);
        break;
      case 'repeat':
        // It came because an acknowledgement got lost: confirmed again, up to where we are.
        this.acknowledger?.processed(this.stream.position?.seq ?? message.seq);
        break;
      case 'gap':
        this.miss(message.seq);
        break;
    }
  }

  private show(received: StreamMessage): void {
    const { events } = this.ports;
    // The daemon does not say so once the session that began anew was cut off and resumed.
    const isUnmarked = received.replayed !== true && this.stream.isOld(received.seq);
    const message = isUnmarked ? { ...received, replayed: true as const } : received;
    events.emit(message.type, message);
    events.emit('durable', message);
  }

  private miss(seq: number): void {
    const { events, resync } = this.ports;
    const message = `message ${seq} came after ${this.stream.position?.seq ?? 0}`;
    events.emit('fault', { kind: 'gap', message });
    resync('the stream has a gap');
  }
}
