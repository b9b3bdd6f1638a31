import { describe, expect, it } from 'vitest';
import {
  addMoney,
  deliveryDates,
  formatAgo,
  formatClock,
  formatCount,
  formatMoney,
  minorDigits,
  timesMoney,
} from '../shared/format';

const euro = (amount: number) => ({ amount, currency: 'EUR' });
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('money', () => {
  it('is written from minor units with the currency’s own number of decimals', () => {
    expect(formatMoney(euro(1999), 'en-GB')).toBe('€19.99');
    expect(plain(formatMoney({ amount: 250000, currency: 'VND' }, 'vi'))).toBe('250.000 ₫');
    expect(formatMoney({ amount: 1500, currency: 'JPY' }, 'en-GB')).toBe('¥1,500');
    expect(minorDigits('KWD')).toBe(3);
  });
  it('leaves out the decimals of a round price only when asked to be short', () => {
    expect(formatMoney(euro(4800), 'en-GB', 'short')).toBe('€48');
    expect(formatMoney(euro(4850), 'en-GB', 'short')).toBe('€48.50');
    expect(formatMoney(euro(4800), 'en-GB')).toBe('€48.00');
  });
  it('shows prices of eight digits whole', () => {
    expect(formatMoney(euro(1234567890), 'en-GB')).toBe('€12,345,678.90');
  });
  it('adds and multiplies in minor units', () => {
    expect(addMoney(euro(10), euro(20))).toEqual(euro(30));
    expect(timesMoney(euro(1999), 3)).toEqual(euro(5997));
  });
});

describe('counts and times', () => {
  it('shortens thousands', () => {
    expect(formatCount(0, 'en-GB')).toBe('0');
    expect(formatCount(999, 'en-GB')).toBe('999');
    expect(formatCount(12840, 'en-US')).toBe('12.8K');
  });
  it('says how long ago, and the date after a week', () => {
    const now = new Date('2026-11-21T12:00:00Z');
    expect(formatAgo('2026-11-21T11:59:50Z', now, 'en-US')).toBe('now');
    expect(formatAgo('2026-11-21T11:55:00Z', now, 'en-US')).toBe('5 min. ago');
    expect(formatAgo('2026-11-01T12:00:00Z', now, 'en-GB')).toBe('1 Nov');
  });
  it('says two days ago as small as yesterday', () => {
    const now = new Date('2026-11-21T12:00:00Z');
    expect(formatAgo('2026-11-20T11:00:00Z', now, 'vi')).toBe('hôm qua');
    expect(formatAgo('2026-11-19T11:00:00Z', now, 'vi')).toBe('hôm kia');
  });
  it('never shows a time to come for a clock that runs ahead', () => {
    expect(formatAgo('2026-11-21T12:00:30Z', new Date('2026-11-21T12:00:00Z'), 'en-US')).toBe('now');
  });
  it('counts delivery days without weekends', () => {
    const friday = new Date(2026, 10, 20);
    const [first, last] = deliveryDates(friday, 1, 3);
    expect([first.getDate(), last.getDate()]).toEqual([23, 25]);
  });
  it('shows a countdown that stops at zero', () => {
    expect(formatClock(545.9)).toBe('9:05');
    expect(formatClock(-3)).toBe('0:00');
  });
});
