import { expect, test } from 'vitest';
import { onPageWake } from './page-wake.ts';

/** A page with as much of a `document` as matters here. */
function page(visibilityState: string) {
  const document = Object.assign(new EventTarget(), { visibilityState });
  return Object.assign(new EventTarget(), { document });
}

function watch(target: ReturnType<typeof page>) {
  const told: string[] = [];
  const ears = { woken: () => told.push('woken'), doubted: () => told.push('doubted') };
  return { told, stop: onPageWake(ears, target) };
}

function pageShow(persisted: boolean): Event {
  return Object.assign(new Event('pageshow'), { persisted });
}

test('wakes when the network is back, and when the page is shown, restored or goes on', () => {
  const shown = page('visible');
  const { told, stop } = watch(shown);
  const happen = () => {
    shown.dispatchEvent(new Event('online'));
    shown.document.dispatchEvent(new Event('visibilitychange'));
    shown.document.dispatchEvent(new Event('resume'));
    shown.dispatchEvent(pageShow(true));
  };
  happen();
  expect(told).toEqual(['woken', 'woken', 'woken', 'woken']);
  stop();
  happen();
  expect(told.length).toBe(4);
});

test('doubts the connection when the network is gone', () => {
  const shown = page('visible');
  const { told } = watch(shown);
  shown.dispatchEvent(new Event('offline'));
  expect(told).toEqual(['doubted']);
});

test('does not wake when the page is hidden, or shown for the first time', () => {
  const hidden = page('hidden');
  const { told } = watch(hidden);
  hidden.document.dispatchEvent(new Event('visibilitychange'));
  hidden.dispatchEvent(pageShow(false));
  expect(told).toEqual([]);
});

test('a worker has no document, and Node neither of both', () => {
  const ears = { woken() {}, doubted() {} };
  onPageWake(ears, {})();
  onPageWake(ears)();
});
