import { describe, expect, test } from 'vitest';
import { connectAs, connectWith } from '../support/connect-as.ts';
import { newCast, openScene, PLACES } from '../support/scene.ts';
import { sharedTestDaemon } from '../support/test-daemon.ts';
import { statusesOf } from '../support/transcript.ts';

const daemon = sharedTestDaemon();
const REQUEST = { type: 'request_booking', ...PLACES };

describe('the same id again', () => {
  test('gets the first answer again, and nothing happens twice', async () => {
    const { admin, rider, assignment, bookingId } = await openScene(daemon);
    const command = { ...assignment, id: 'once' };
    admin.send(command);
    const first = await admin.answerTo('once');
    admin.send(command);
    admin.send({ type: 'ping', id: 'fence' });
    await admin.answerTo('fence');
    await admin.must({ ...assignment });
    const answers = admin.all('ack').filter(({ id }) => id === 'once');
    expect(answers.map(({ result }) => result)).toEqual([
      first.type === 'ack' && first.result,
      first.type === 'ack' && first.result,
    ]);
    await rider.next('status_update', { status: 'assigned' });
    expect(statusesOf(rider, bookingId)).toEqual(['pending', 'assigned']);
  });

  test('of a request is the same booking again', async () => {
    const rider = await connectAs(daemon, 'rider:again', { device: 'phone' });
    rider.send({ ...REQUEST, id: 'r1' });
    const first = await rider.answerTo('r1');
    const { booking_id } = await rider.next('status_update', { status: 'pending' });
    expect(first).toMatchObject({ result: { booking_id, status: 'pending', version: 1 } });
    const other = await connectAs(daemon, 'rider:again', { device: 'phone' });
    other.send({ ...REQUEST, id: 'r1' });
    const second = { booking_id, status: 'pending', version: 1 };
    expect(await other.answerTo('r1')).toMatchObject({ result: second });
    expect(other.all('error')).toEqual([]);
  });

  test('after a lasting error is the same error, though it would succeed by now', async () => {
    const { admin, driver, assignment, booking } = await openScene(daemon);
    const accept = { type: 'driver_response', ...booking, response: 'accepted', id: 'early' };
    driver.send(accept);
    const first = await driver.answerTo('early');
    expect(first).toMatchObject({ code: 'not_found' });
    await admin.must(assignment);
    driver.send(accept);
    await driver.next('driver_assigned');
    driver.send({ ...accept, id: 'later' });
    expect(await driver.answerTo('later')).toMatchObject({ type: 'ack' });
    expect(driver.all('error')).toEqual([first, first]);
  });

  test('with other content is refused', async () => {
    const { admin, assignment, otherDriverId } = await openScene(daemon);
    admin.send({ ...assignment, id: 'x' });
    await admin.answerTo('x');
    admin.send({ ...assignment, driver_id: otherDriverId, id: 'x' });
    expect(await admin.next('error')).toMatchObject({ id: 'x', code: 'id_reused' });
  });

  test('with the same content in another order is no other content', async () => {
    const { admin, assignment } = await openScene(daemon);
    const fields = Object.entries({ ...assignment, id: 'order' });
    admin.sendText(JSON.stringify(Object.fromEntries(fields)));
    const first = await admin.answerTo('order');
    admin.sendText(JSON.stringify(Object.fromEntries(fields.reverse())));
    await admin.must({ type: 'ping' });
    await admin.must(assignment);
    expect(admin.all('ack').filter(({ id }) => id === 'order')).toEqual([first, first]);
  });

  test('as a number is another id than as a string', async () => {
    const { admin, assignment, otherDriverId } = await openScene(daemon);
    admin.send({ ...assignment, id: '77' });
    await admin.answerTo('77');
    admin.send({ ...assignment, driver_id: otherDriverId, id: 77 });
    expect(await admin.answerTo(77)).toMatchObject({ code: 'conflict' });
  });
});

describe('an id belongs', () => {
  test('to the device of its user, across connections', async () => {
    const token = await daemon.tokenFor('admin:device');
    const { assignment, otherDriverId } = newCast();
    const before = await connectWith(daemon, { token, device: 'desk' });
    before.send({ ...assignment, id: 'd' });
    const first = await before.answerTo('d');
    await before.vanish();
    const after = await connectWith(daemon, { token, device: 'desk' });
    after.send({ ...assignment, id: 'd' });
    expect(await after.answerTo('d')).toEqual(first);
    const elsewhere = await connectWith(daemon, { token, device: 'phone' });
    elsewhere.send({ ...assignment, driver_id: otherDriverId, id: 'd' });
    expect(await elsewhere.answerTo('d')).toMatchObject({ code: 'conflict' });
  });

  test('to the connection, where there is no device', async () => {
    const token = await daemon.tokenFor('admin:tabs');
    const { assignment, otherDriverId } = newCast();
    const tab = await connectWith(daemon, { token });
    tab.send({ ...assignment, id: 1 });
    expect(await tab.answerTo(1)).toMatchObject({ type: 'ack' });
    const other = await connectWith(daemon, { token });
    other.send({ ...assignment, driver_id: otherDriverId, id: 1 });
    expect(await other.answerTo(1)).toMatchObject({ code: 'conflict' });
  });

  test('to one user: driver 7 is not rider 7', async () => {
    const { driver, rider, booking } = await openScene(daemon);
    driver.send({ type: 'driver_response', ...booking, response: 'accepted', id: 5 });
    rider.send({ ...REQUEST, id: 5 });
    expect(await driver.answerTo(5)).toMatchObject({ code: 'not_found' });
    expect(await rider.answerTo(5)).toMatchObject({ type: 'ack' });
  });
});

describe('a notification', () => {
  test('is sent once for the same id, and says whether somebody is there to hear it', async () => {
    const { admin, rider, riderId } = await openScene(daemon);
    const notify = { type: 'notify', role: 'rider', user_id: riderId, event: 'news', id: 'n' };
    admin.send(notify);
    expect(await admin.answerTo('n')).toMatchObject({ result: { seq: 1, online: true } });
    admin.send(notify);
    await admin.must({ ...notify, data: { more: [1, 'ñ'] } });
    await rider.next('notification', { seq: 2 });
    expect(rider.all('notification')).toMatchObject([
      { event: 'news', data: null, seq: 1 },
      { event: 'news', data: { more: [1, 'ñ'] }, seq: 2 },
    ]);
  });

  test('waits for a user who is not there', async () => {
    const { admin } = await openScene(daemon);
    const notify = { type: 'notify', role: 'driver', user_id: 'away', event: 'news' };
    expect(await admin.must(notify)).toEqual({ seq: 1, online: false });
    const driver = await connectAs(daemon, 'driver:away');
    expect(await driver.next('notification')).toMatchObject({ seq: 1, replayed: true });
  });

  test('of more than 16 KiB is refused, counted in bytes', async () => {
    const { admin } = await openScene(daemon);
    const notify = { type: 'notify', role: 'driver', user_id: 1, event: 'news' };
    const answer = await admin.ask({ ...notify, data: 'ñ'.repeat(9_000) });
    expect(answer).toMatchObject({ code: 'payload_too_large', details: { path: '/data' } });
  });
});
