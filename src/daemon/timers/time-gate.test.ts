import { expect, it } from 'vitest';
import { TimeGate } from './time-gate.ts';

function gateWithStory() {
  const gate = new TimeGate();
  const story: string[] = [];
  const call = (name: string) =>
    gate.pass(async () => {
      story.push(name);
      return name;
    });
  return { gate, story, call };
}

it('lets calls through at once', async () => {
  const { story, call } = gateWithStory();
  const called = call('a');
  expect(story).toEqual(['a']);
  expect(await called).toBe('a');
});

it('holds them while time is being set, and lets them go in their order', async () => {
  const { gate, story, call } = gateWithStory();
  const stored = Promise.withResolvers<void>();
  const setting = gate.whileShut(async () => {
    await stored.promise;
    story.push('set');
    // Nobody overtakes those who wait.
    void call('c');
  });
  const [a, b] = [call('a'), call('b')];
  await Promise.resolve();
  expect(story).toEqual([]);
  stored.resolve();
  await setting;
  expect(story).toEqual(['set', 'a', 'b', 'c']);
  expect(await Promise.all([a, b])).toEqual(['a', 'b']);
});

it('lets them go where time could not be set', async () => {
  const { gate, story, call } = gateWithStory();
  const failed = gate.whileShut(() => Promise.reject(new Error('disk')));
  const held = call('a');
  await expect(failed).rejects.toThrow('disk');
  expect(await held).toBe('a');
  expect(story).toEqual(['a']);
});

it('answers with the fault of a call that was held', async () => {
  const gate = new TimeGate();
  const setting = gate.whileShut(() => Promise.resolve());
  const held = gate.pass(() => Promise.reject(new Error('refused')));
  await expect(held).rejects.toThrow('refused');
  await setting;
});
