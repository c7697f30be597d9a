import { describe, expect, test } from 'vitest';
import { apiClient } from '../../src/client/index.ts';
import type { Store } from '../../src/daemon/store/store.ts';
import { StoreError } from '../../src/daemon/store/store-error.ts';
import { CLIENT_MESSAGES } from '../../src/protocol/schemas/client-messages.ts';
import { connectWith } from '../support/connect-as.ts';
import type { Answer, Conversation } from '../support/conversation.ts';
import { type Cast, drive, newCast, PLACES } from '../support/scene.ts';
import { type SimulatedDaemon, simulateDaemon } from '../support/simulated-daemon.ts';
import { startTestDaemon } from '../support/test-daemon.ts';

/**
 * What is answered to an id that was used before, on other connections, by other daemons, later.
 */

const HOUR_MS = 3_600_000;
const FIX = { latitude: 14, longitude: 121, timestamp: 1_767_225_600_000 };

interface Case {
  readonly by: 'admin' | 'driver' | 'rider';
  /** How far the booking has to be for the command to succeed. */
  readonly after: Parameters<typeof drive>[1] | 'nothing';
  readonly command: (cast: Cast) => object;
  /** What makes it another command. */
  readonly other: object;
}

const CASES = {
  request_booking: {
    by: 'rider',
    after: 'nothing',
    command: () => PLACES,
    other: { note: 'at the gate' },
  },
  assign_driver: {
    by: 'admin',
    after: 'nothing',
    command: ({ assignment }) => assignment,
    other: { timeout_ms: 30_000 },
  },
  driver_response: {
    by: 'driver',
    after: 'assigned',
    command: ({ booking }) => ({ ...booking, response: 'accepted' }),
    other: { response: 'declined' },
  },
  status_update: {
    by: 'driver',
    after: 'accepted',
    command: ({ booking }) => ({ ...booking, status: 'on_way' }),
    other: { message: 'soon' },
  },
  rate_booking: {
    by: 'rider',
    after: 'completed',
    command: ({ booking }) => ({ ...booking, rating: 5 }),
    other: { rating: 4 },
  },
  notify: {
    by: 'admin',
    after: 'nothing',
    command: ({ riderId }) => ({ role: 'rider', user_id: riderId, event: 'news', data: [1] }),
    other: { data: [2] },
  },
  location_batch: {
    by: 'driver',
    after: 'nothing',
    command: () => ({ points: [FIX, { ...FIX, timestamp: FIX.timestamp + 5_000 }] }),
    other: { points: [FIX] },
  },
} as const satisfies Record<string, Case>;

type Type = keyof typeof CASES;
const TYPES = Object.keys(CASES) as Type[];
/** Opens a session of the one device that this user has. */
type Connect = (userName: string) => Promise<Conversation>;

test('these are all the commands that are remembered', () => {
  const remembered = Object.entries(CLIENT_MESSAGES).filter(([, { remembered: is }]) => is);
  expect(remembered.map(([type]) => type).sort()).toEqual([...TYPES].sort());
});

/** A command of people whom no other one concerns; each question comes on a new connection. */
class Question {
  private readonly cast = newCast();
  private readonly type: Type;

  constructor(type: Type) {
    this.type = type;
  }

  /** Brings the booking to where the command would succeed. */
  async prepare(connect: Connect): Promise<void> {
    const { after } = CASES[this.type];
    if (after === 'nothing') return;
    const { cast } = this;
    const admin = await connect(`admin:${cast.riderId}`);
    const driver = await connect(`driver:${cast.driverId}`);
    await drive({ ...cast, admin, driver, rider: admin }, after);
  }

  async ask(connect: Connect, other: object = {}): Promise<Answer> {
    const { by, command } = CASES[this.type];
    const client = await connect(`${by}:${this.cast.riderId}`);
    client.send({ type: this.type, ...command(this.cast), ...other, id: 'once' });
    return withoutOnline(await client.answerTo('once'));
  }

  askOther(connect: Connect): Promise<Answer> {
    return this.ask(connect, CASES[this.type].other);
  }
}

/** Whether somebody is online is told anew each time: an SMS may be needed by now. */
function withoutOnline(answer: Answer): Answer {
  if (answer.type === 'error') return answer;
  const { online: _, ...result } = Object(answer.result);
  return { ...answer, result };
}

/** The same token for the same user each time, and the same device for everybody. */
function phones(
  open: (userName: string) => Promise<string>,
  connect: (token: string) => Promise<Conversation>,
): Connect {
  const tokens = new Map<string, string>();
  return async (userName) => {
    const token = tokens.get(userName) ?? (await open(userName));
    tokens.set(userName, token);
    return connect(token);
  };
}

async function simulated(spoil?: (store: Store) => Partial<Store>) {
  const daemon = await simulateDaemon({ rateLimits: false }, spoil && { spoil });
  const connect = phones(
    (userName) => daemon.tokenFor(userName),
    (token) => daemon.connectWith({ token, device: 'phone' }),
  );
  return { daemon, connect };
}

describe('after the daemon was started again, the same id', () => {
  test('gets the first answer again, whatever was asked', async () => {
    const daemon = await startTestDaemon({ rateLimits: false });
    const connect = phones(
      (userName) => daemon.tokenFor(userName),
      (token) => connectWith(daemon, { token, device: 'phone' }),
    );
    const questions = TYPES.map((type) => [type, new Question(type)] as const);
    const answers = new Map<Type, Answer>();
    for (const [type, question] of questions) {
      await question.prepare(connect);
      answers.set(type, await question.ask(connect));
    }
    await daemon.close({ atOnce: true });
    await daemon.start();
    for (const [type, question] of questions) {
      const first = answers.get(type);
      expect(first, type).toMatchObject({ type: 'ack' });
      expect(await question.ask(connect), type).toEqual(first);
      expect(await question.askOther(connect), type).toMatchObject({ code: 'id_reused' });
      expect(await question.ask(connect), type).toEqual(first);
    }
  });
});

describe('for a day, the same id', () => {
  /** The time of service goes on; what is remembered too long is looked through each minute. */
  const sleep = ({ clock }: SimulatedDaemon, forMs: number) => {
    clock.sleep(forMs);
    clock.advance(0);
  };

  test('gets the first answer again, and then is that of a new command', async () => {
    const { daemon, connect } = await simulated();
    for (const type of TYPES) {
      const question = new Question(type);
      await question.prepare(connect);
      const first = await question.ask(connect);
      sleep(daemon, 23 * HOUR_MS);
      expect(await question.ask(connect), type).toEqual(first);
      sleep(daemon, HOUR_MS + 60_000);
      await daemon.settled(async () => {
        const answer = await question.askOther(connect);
        return answer.type === 'ack' || answer.code !== 'id_reused';
      });
    }
  });
});

describe('after an error, the same id', () => {
  test.each(['driver_response', 'status_update', 'rate_booking'] as const)(
    'of %s gets the same one, though it would succeed by now',
    async (type) => {
      const { connect } = await simulated();
      const question = new Question(type);
      const first = await question.ask(connect);
      expect(first).toMatchObject({ code: 'not_found', temporary: false });
      await question.prepare(connect);
      expect(await question.ask(connect)).toEqual(first);
    },
  );

  test('is tried anew where the error was temporary, whatever was asked', async () => {
    let isFull = false;
    const busy = new StoreError('overloaded', 'the queue is full', '');
    const unless =
      <Asked extends unknown[], Outcome>(call: (...asked: Asked) => Promise<Outcome>) =>
      (...asked: Asked) =>
        isFull ? Promise.reject(busy) : call(...asked);
    const { connect } = await simulated((store) => ({
      execute: unless(store.execute),
      notify: unless(store.notify),
      appendTrack: unless(store.appendTrack),
    }));
    for (const type of TYPES) {
      const question = new Question(type);
      await question.prepare(connect);
      isFull = true;
      const refused = await question.ask(connect);
      expect(refused, type).toMatchObject({ code: 'overloaded', temporary: true });
      isFull = false;
      expect(await question.ask(connect), type).toMatchObject({ type: 'ack' });
    }
  });
});

describe('an Idempotency-Key', () => {
  const body = { role: 'rider', user_id: 7, event: 'news' } as const;

  test('is remembered by the next daemon, and belongs to its user and to HTTP', async () => {
    const daemon = await startTestDaemon();
    const token = await daemon.tokenFor('admin:1');
    const notify = async (data: number, as = token) => {
      const api = apiClient({ url: daemon.url, token: as });
      return (await api.call('notify', { body: { ...body, data }, idempotencyKey: 'k' })).seq;
    };
    expect(await notify(1)).toBe(1);
    await daemon.close({ atOnce: true });
    await daemon.start();
    const another = await daemon.tokenFor('admin:1');
    expect(await notify(1, another)).toBe(1);
    await expect(notify(2)).rejects.toMatchObject({ code: 'id_reused' });
    expect(await notify(2, await daemon.tokenFor('admin:2'))).toBe(2);
    const admin = await connectWith(daemon, { token, device: 'k' });
    admin.send({ type: 'notify', ...body, data: 3, id: 'k' });
    expect(await admin.answerTo('k')).toMatchObject({ result: { seq: 3 } });
    expect(await notify(1)).toBe(1);
  });
});
