import { expect, test } from 'vitest';
import { onPageWake } from './page-wake.ts';

/** A page with as much of a `document` as matters here. */
function page(visibilityState: string) {
  const document = Object.assign(new EventTarget(), { visibilityState });
  return Object.assign(new EventTarget(), { document });
}

test('wakes when the network is back, and when the page is shown', () => {
  const shown = page('visible');
  let woken = 0;
  const stop = onPageWake(() => {
    woken += 1;
  }, shown);
  shown.dispatchEvent(new Event('online'));
  shown.document.dispatchEvent(new Event('visibilitychange'));
  expect(woken).toBe(2);
  stop();
  shown.dispatchEvent(new Event('online'));
  shown.document.dispatchEvent(new Event('visibilitychange'));
  expect(woken).toBe(2);
});

test('does not wake when the page is hidden', () => {
  const hidden = page('hidden');
  let woken = 0;
  onPageWake(() => {
    woken += 1;
  }, hidden);
  hidden.document.dispatchEvent(new Event('visibilitychange'));
  expect(woken).toBe(0);
});

test('a worker has no document, and Node neither of both', () => {
  onPageWake(() => {}, {})();
  onPageWake(() => {})();
});
