import { expect, test } from 'vitest';
import { connectAs, connectWith } from './support/connect-as.ts';
import { type ProcessDaemon, processDaemon } from './support/process-daemon.ts';
import type { RawClient } from './support/raw-client.ts';
import { drive, newCast, openScene, STEPS } from './support/scene.ts';
import { seqs, statusesOf } from './support/transcript.ts';

/** `kill -9`, and again: what was acknowledged is there, and streams go on where they stopped. */

/** Each start of a daemon may take seconds on a machine that is busy with other tests. */
const OFTEN_KILLED = { timeout: 120_000 };

/** A user over several connections, who resumes each time from the last message that came. */
class ResumingUser {
  client: RawClient;
  private readonly sessions: RawClient[];
  private readonly options: { readonly token: string; readonly acks: true };
  private readonly daemon: ProcessDaemon;

  private constructor(daemon: ProcessDaemon, token: string, first: RawClient) {
    this.daemon = daemon;
    this.options = { token, acks: true };
    this.client = first;
    this.sessions = [first];
  }

  static async connect(daemon: ProcessDaemon, userName: string): Promise<ResumingUser> {
    const token = await daemon.tokenFor(userName);
    return new ResumingUser(daemon, token, await connectWith(daemon, { token, acks: true }));
  }

  get seqs(): number[] {
    return this.sessions.flatMap(seqs);
  }
  statuses(bookingId: number): string[] {
    return this.sessions.flatMap((session) => statusesOf(session, bookingId));
  }

  /** Resolves when everything that was missed has come. */
  async comeBack(): Promise<void> {
    const epoch = this.sessions[0]?.all('authenticated')[0]?.epoch ?? '';
    const seq = this.seqs.at(-1) ?? 0;
    const client = await connectWith(this.daemon, { ...this.options, resume: { epoch, seq } });
    this.client = client;
    this.sessions.push(client);
    const [session] = client.all('authenticated');
    expect(session).toMatchObject({ epoch, from: seq, resumed: true });
    await expect.poll(() => this.seqs.at(-1) ?? 0, { timeout: 10_000 }).toBe(session?.seq);
  }
}

test('a daemon killed after every step of a trip loses nothing', OFTEN_KILLED, async () => {
  const daemon = await processDaemon();
  const { assignment, booking, bookingId, driverId, riderId } = newCast();
  const driver = await ResumingUser.connect(daemon, `driver:${driverId}`);
  const rider = await ResumingUser.connect(daemon, `rider:${riderId}`);
  const admin = await connectAs(daemon, 'admin:1');
  const crash = async () => {
    await daemon.kill();
    await daemon.start();
    await Promise.all([driver.comeBack(), rider.comeBack()]);
  };

  await admin.must(assignment);
  await crash();
  await driver.client.must({ type: 'driver_response', ...booking, response: 'accepted' });
  for (const status of STEPS) {
    await crash();
    await driver.client.must({ type: 'status_update', ...booking, status });
  }
  await crash();
  await rider.client.must({ type: 'rate_booking', ...booking, rating: 4 });

  const trip = ['accepted', ...STEPS];
  expect(rider.statuses(bookingId)).toEqual(['pending', 'assigned', ...trip]);
  expect(rider.seqs).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(driver.statuses(bookingId)).toEqual(trip);
  expect(driver.seqs).toEqual([1, 2, 3, 4, 5, 6]);
  const view = await daemon.api.call('getBooking', { params: booking });
  expect(view).toMatchObject({ status: 'completed', version: 7, rating: 4 });
});

test('an assignment expires although the daemon was killed in between', async () => {
  const daemon = await processDaemon();
  const { admin, assignment, booking, riderId } = await openScene(daemon);
  await admin.must({ ...assignment, timeout_ms: 1_000 });
  await daemon.kill();
  await daemon.start();
  const rider = await connectAs(daemon, `rider:${riderId}`, { acks: true });
  const expired = { ...booking, status: 'declined', reason: 'expired', by: 'system' } as const;
  expect(await rider.next('status_update', expired)).toMatchObject({ seq: 3 });
});

test('the answer to a command is remembered over a kill, for the same id of a device', async () => {
  const daemon = await processDaemon();
  const scene = await openScene(daemon);
  const { booking, driverId } = scene;
  await drive(scene, 'accepted');
  const phone = { acks: true, device: 'phone' };
  const first = await connectAs(daemon, `driver:${driverId}`, phone);
  const onWay = { type: 'status_update', ...booking, status: 'on_way' };
  const answer = { type: 'ack', result: { ...booking, status: 'on_way', version: 4 } };
  expect(await first.ask(onWay)).toMatchObject(answer);
  await first.must({ type: 'status_update', ...booking, status: 'arrived' });

  await daemon.kill();
  await daemon.start();
  // The ids of a raw client count from 1, so that this one has the id of the command above.
  const second = await connectAs(daemon, `driver:${driverId}`, { ...phone, attempt: 1 });
  expect(await second.ask(onWay)).toMatchObject(answer);
  const changed = { type: 'status_update', ...booking, status: 'started' };
  expect(await second.ask(changed)).toMatchObject({ code: 'id_reused' });
  const { events } = await daemon.api.call('listTransitions', { params: booking });
  expect(events.map(({ to }) => to)).toEqual([
    'pending',
    'assigned',
    'accepted',
    'on_way',
    'arrived',
  ]);
});
