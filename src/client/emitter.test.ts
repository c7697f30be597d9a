import { expect, test } from 'vitest';
import { Emitter } from './emitter.ts';

interface Events {
  hello: string;
  bye: number;
}

test('listeners hear what they asked for, in the order of asking', () => {
  const heard: unknown[] = [];
  const events = new Emitter<Events>(() => {});
  events.on('hello', (name) => heard.push(`1 ${name}`));
  events.on('hello', (name) => heard.push(`2 ${name}`));
  events.on('bye', (count) => heard.push(count));
  events.emit('hello', 'Ana');
  events.emit('bye', 3);
  expect(heard).toEqual(['1 Ana', '2 Ana', 3]);
});

test('one that stops while it is told keeps no other from hearing', () => {
  const heard: string[] = [];
  const events = new Emitter<Events>(() => {});
  const stop = events.on('hello', () => {
    heard.push('once');
    stop();
    stop();
  });
  events.on('hello', () => heard.push('always'));
  events.emit('hello', '');
  events.emit('hello', '');
  expect(heard).toEqual(['once', 'always', 'always']);
});

test('the same function may listen twice and stop once', () => {
  let heard = 0;
  const listener = () => {
    heard += 1;
  };
  const events = new Emitter<Events>(() => {});
  const stop = events.on('hello', listener);
  events.on('hello', listener);
  stop();
  events.emit('hello', '');
  expect(heard).toBe(1);
  expect(events.hears('hello')).toBe(true);
  expect(events.hears('bye')).toBe(false);
});

test('one that throws is reported, and the others hear', () => {
  const failed: unknown[] = [];
  let heard = 0;
  const events = new Emitter<Events>((thrown, name) => failed.push([thrown, name]));
  events.on('hello', () => {
    throw new Error('bug');
  });
  events.on('hello', () => {
    heard += 1;
  });
  events.emit('hello', '');
  expect(failed).toEqual([[new Error('bug'), 'hello']]);
  expect(heard).toBe(1);
});
