import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetVariants, variantOf } from '$shared/experiments';

const calls: string[] = [];
let broken = false;
beforeEach(() => {
  calls.length = 0;
  broken = false;
  forgetVariants();
  vi.stubGlobal('fetch', async (url: string, options?: { body?: string }) => {
    calls.push(`${String(url)} ${options?.body ?? ''}`.trim());
    if (broken) throw new TypeError('offline');
    const body = String(url).includes('assignments') ? { held_out: false, items: [{ experiment: 'button', variant: 'big' }] } : { experiment: 'button', variant: 'big' };
    return new Response(JSON.stringify(body), { status: 200, headers: { 'content-type': 'application/json' } });
  });
});
afterEach(() => vi.unstubAllGlobals());

test('variants are asked for once and an exposure is told once', async () => {
  expect(await Promise.all([variantOf('button'), variantOf('other')])).toEqual(['big', null]);
  expect(await variantOf('button')).toBe('big');
  expect(calls.filter((each) => each.includes('assignments'))).toHaveLength(1);
  expect(calls.filter((each) => each.includes('exposures'))).toHaveLength(1);
  forgetVariants();
  expect(await variantOf('button')).toBe('big');
  expect(calls.filter((each) => each.includes('assignments'))).toHaveLength(2);
});

test('what cannot be asked about is as always, and is asked again', async () => {
  broken = true;
  expect(await variantOf('button')).toBeNull();
  broken = false;
  expect(await variantOf('button')).toBe('big');
});
