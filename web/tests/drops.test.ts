import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { partsOf, roughMinutes, secondsUntil, aheadOf } from '../storefront/drops/clock';
import { leadingZeros, sha256, solve } from '../storefront/drops/sha256';

const hex = (words: Uint32Array) => [...words].map((word) => word.toString(16).padStart(8, '0')).join('');
const real = (text: string) => createHash('sha256').update(text).digest('hex');

describe('the proof of work', () => {
  it('hashes as everybody does, whatever the length', () => {
    for (const text of ['', 'abc', 'a'.repeat(55), 'a'.repeat(56), 'a'.repeat(64), 'a'.repeat(119), 'ü'.repeat(500)]) {
      expect(hex(sha256(new TextEncoder().encode(text)))).toBe(real(text));
    }
  });
  it('counts the zero bits at the front', () => {
    expect(leadingZeros(new Uint32Array([0, 0x00ff0000, 1, 1, 1, 1, 1, 1]))).toBe(40);
    expect(leadingZeros(new Uint32Array(8))).toBe(256);
    expect(leadingZeros(new Uint32Array([0x80000000, 0, 0, 0, 0, 0, 0, 0]))).toBe(0);
  });
  it('finds an answer that holds', () => {
    const answer = solve('a challenge', 12);
    expect(real(`a challenge:${answer}`).startsWith('000')).toBe(true);
    expect(solve('anything', 0)).toBe('0');
  });
});

describe('the clock of a drop', () => {
  it("goes by the shop's clock, not the device's", () => {
    const device = Date.parse('2026-11-22T10:00:00Z');
    const ahead = aheadOf('2026-11-22T10:05:00Z', device);
    expect(secondsUntil('2026-11-22T10:06:00Z', device, ahead)).toBe(60);
    expect(secondsUntil('2026-11-22T10:00:00Z', device, ahead)).toBe(0);
    expect(secondsUntil(null, device, ahead)).toBe(0);
  });
  it('names days only when there are some', () => {
    expect(partsOf(3_725)).toEqual([{ unit: 'hour', value: 1 }, { unit: 'minute', value: 2 }, { unit: 'second', value: 5 }]);
    expect(partsOf(90_061).map((part) => part.value)).toEqual([1, 1, 1, 1]);
  });
  it('tells an estimate no more exactly than it is known', () => {
    expect([20, 61, 540, 700, 2_800, 5_000].map(roughMinutes)).toEqual([0, 2, 9, 15, 60, 90]);
  });
});
