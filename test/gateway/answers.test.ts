import { describe, expect, test } from 'vitest';
import { connectAs } from '../support/connect-as.ts';
import { newCast, openScene } from '../support/scene.ts';
import { simulateDaemon } from '../support/simulated-daemon.ts';
import { sharedTestDaemon } from '../support/test-daemon.ts';

const daemon = sharedTestDaemon();

/** Arrays in arrays. */
const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

describe('a message with an id', () => {
  test('is answered by exactly one ack or error with that id, of the same type', async () => {
    const { admin, assignment } = await openScene(daemon);
    const messages: object[] = [
      { type: 'ping', id: 'a' },
      { type: 'pong', id: 0 },
      { type: 'ack', seq: 0, id: -3 },
      { type: 'join_room', room: 'fleet', id: 'b' },
      { type: 'leave_room', room: 'fleet', id: '7' },
      { ...assignment, id: 7 },
      { type: 'location_update', latitude: 1, longitude: 1, id: 'not for admins' },
      { type: 'nothing', id: 'unknown' },
      { type: 'ping', id: 'last' },
    ];
    const ids = messages.map((message) => Reflect.get(message, 'id'));
    for (const message of messages) admin.send(message);
    await Promise.all(ids.map((id) => admin.answerTo(id)));
    await admin.ask({ type: 'ping' });
    const answered = admin.received.flatMap((each) => ('id' in each ? [each.id] : []));
    for (const id of ids) expect(answered.filter((each) => each === id)).toHaveLength(1);
  });

  test('and without one is answered only where it fails', async () => {
    const driver = await connectAs(daemon, 'driver:1');
    driver.send({ type: 'location_update', latitude: 14, longitude: 121 });
    driver.send({ type: 'driver_response', booking_id: 'none', response: 'accepted' });
    expect(await driver.next('error')).toMatchObject({ code: 'not_found' });
    expect(driver.all('ack')).toEqual([]);
    expect(driver.all('error')[0]).not.toHaveProperty('id');
  });

  test('may come in any order of its fields, with fields that nobody knows', async () => {
    const driver = await connectAs(daemon, 'driver:2');
    driver.sendText(
      '{"later":{"x":[1]},"longitude":121,"id":"x","latitude":14,"type":"location_update"}',
    );
    expect(await driver.answerTo('x')).toMatchObject({ type: 'ack' });
  });
});

describe('a malformed message', () => {
  test.each([
    ['text that is no JSON', 'hello', 'invalid_json', ''],
    ['an array', '[1]', 'invalid_json', ''],
    ['no type', '{"id":1}', 'invalid_message', '/type'],
    ['a type that is no string', '{"id":1,"type":7}', 'invalid_message', '/type'],
    ['a type that nobody knows', '{"id":1,"type":"dance"}', 'unknown_type', '/type'],
    ['a type from the prototype', '{"id":1,"type":"constructor"}', 'unknown_type', '/type'],
    ['a missing field', '{"type":"location_update","latitude":1}', 'invalid_message', '/longitude'],
    [
      'a number out of range',
      '{"type":"location_update","latitude":91,"longitude":0}',
      'invalid_message',
      '/latitude',
    ],
    [
      'a field in a list',
      '{"type":"location_batch","points":[{"latitude":1,"longitude":"x"}]}',
      'invalid_message',
      '/points/0/longitude',
    ],
    [
      'an id that is no id',
      '{"type":"driver_response","booking_id":"a b","response":"accepted"}',
      'invalid_message',
      '/booking_id',
    ],
    [
      'an id that is too long',
      `{"type":"ping","id":"${'x'.repeat(65)}"}`,
      'invalid_message',
      '/id',
    ],
    ['an id that loses digits', '{"type":"ping","id":9007199254740993}', 'invalid_message', '/id'],
    ['an id of no digits at all', '{"type":"dance","id":1e300}', 'unknown_type', '/type'],
    [
      'a field that is nested too deep',
      `{"id":1,"type":"notify","role":"rider","user_id":1,"event":"x","data":${nested(5_000)}}`,
      'invalid_message',
      '/data',
    ],
    [
      'such a field that nobody knows',
      `{"id":1,"type":"ping","a/b":${nested(30_000)}}`,
      'invalid_message',
      '/a~1b',
    ],
  ])(
    'with %s is answered with a code and the path of the field',
    async (_what, text, code, path) => {
      const driver = await connectAs(daemon, 'driver:3');
      driver.sendText(text);
      const error = await driver.next('error');
      expect(error).toMatchObject({ code, temporary: false, details: { path } });
      if (text.includes('"id":1,')) expect(error).toMatchObject({ id: 1 });
      if (text.includes('"id":1e300')) expect(error).not.toHaveProperty('id');
    },
  );

  test('in binary is not read', async () => {
    const driver = await connectAs(daemon, 'driver:4');
    driver.sendBinary(Buffer.from('{"type":"ping"}'));
    expect(await driver.next('error')).toMatchObject({ code: 'unsupported_frame' });
    expect(driver.all('pong')).toEqual([]);
  });

  test('ends the connection 4506 when it is the twentieth in five seconds', async () => {
    const still = await simulateDaemon();
    const driver = await still.connectAs('driver:5');
    for (let count = 1; count <= 19; count += 1) driver.sendText('{');
    await driver.must({ type: 'ping' });
    driver.sendText('{');
    expect(await driver.next('disconnect')).toMatchObject({ code: 4506, reconnect: false });
    expect(await driver.closed).toBe(4506);
    expect(driver.all('error')).toHaveLength(20);
  });
});

describe('a frame of more than 64 KiB', () => {
  test('is answered payload_too_large, and ends the connection 1009', async () => {
    const { admin, riderId } = { ...(await openScene(daemon)) };
    const notify = { type: 'notify', role: 'rider', user_id: riderId, event: 'news' };
    const answer = await admin.ask({ ...notify, data: 'x'.repeat(65_536) });
    expect(answer).toMatchObject({ type: 'error', code: 'payload_too_large' });
    expect(await admin.next('disconnect')).toMatchObject({ code: 1009, reconnect: true });
    expect(await admin.closed).toBe(1009);
  });

  test('that is far too large ends it before anything is kept of it', async () => {
    const driver = await connectAs(daemon, 'driver:6');
    driver.sendText('x'.repeat(1_000_000));
    expect(await driver.closed).toBe(1009);
  });
});

test('a role is refused what it may never do', async () => {
  const { rider, driver, booking } = await openScene(daemon);
  const { assignment } = newCast();
  for (const message of [
    assignment,
    { type: 'join_room', room: 'fleet' },
    { type: 'notify', role: 'rider', user_id: 1, event: 'x' },
    { type: 'location_update', latitude: 14, longitude: 121 },
    { type: 'driver_response', ...booking, response: 'accepted' },
  ]) {
    expect(await rider.ask(message)).toMatchObject({ code: 'not_allowed', temporary: false });
  }
  const rating = { type: 'rate_booking', ...booking, rating: 5 };
  expect(await driver.ask(rating)).toMatchObject({ code: 'not_allowed' });
});
