import { describe, expect, it } from 'vitest';
import { blank, conditionTypes, placeIn, readAmount, readValue, readValues, shown, timeParts, timeText, valueText } from '../segments/rules';

describe('values as they are typed', () => {
  it('are numbers, yes and no, or texts', () => {
    expect(['3', '-2.5', 'true', '"3"', 'lamps', ' gold '].map(readValue)).toEqual([3, -2.5, true, '3', 'lamps', 'gold']);
    for (const value of [3, -2.5, true, '3', 'lamps', 'a, b', 'true']) expect(readValue(valueText(value))).toEqual(value);
  });
  it('are several when one of them will do', () => {
    expect(readValues('gold, 3, ', 'in')).toEqual(['gold', 3]);
    expect(valueText(['gold', '3'])).toBe('gold, "3"');
  });
  it('are money when a currency stands behind them', () => {
    expect(readAmount('200 EUR')).toEqual({ amount: 20_000, currency: 'EUR' });
    expect(readAmount('1.250,50 EUR')).toEqual({ amount: 125_050, currency: 'EUR' });
    expect(readAmount('90 VND')).toEqual({ amount: 90, currency: 'VND' });
    expect(readAmount('200')).toBe(200);
    expect(valueText({ amount: 20_000, currency: 'EUR' })).toBe('200.00 EUR');
  });
});

describe('times', () => {
  it('are a number and a unit', () => {
    expect(timeParts('7 days')).toEqual({ count: '7', unit: 'day' });
    expect(timeParts('1 hour')).toEqual({ count: '1', unit: 'hour' });
    expect(timeText('1', 'hour')).toBe('1 hour');
    expect(timeText('90', 'minute')).toBe('90 minutes');
  });
});

describe('a rule', () => {
  it('is a group on the screen', () => {
    const count = blank('count', 'EUR');
    expect(shown(count)).toEqual({ type: 'and', rules: [count] });
    expect(shown(blank('not', 'EUR')).type).toBe('not');
    for (const type of conditionTypes) expect(blank(type, 'EUR').type).toBe(type);
  });
  it('keeps its event when its kind is changed', () => {
    const from = { event: 'Search', where: [{ field: 'q', op: '=', value: 'lamp' }] };
    expect(blank('last', 'EUR', from)).toMatchObject(from);
    expect(blank('sequence', 'EUR', from).first).toEqual(from);
  });
  it('is marked where it cannot be read', () => {
    expect(placeIn('ab\nấcd', 'text:2:3')).toEqual({ line: 2, column: 3, offset: 5 });
    expect(placeIn('ab', 'rule.rules[0]')).toBeNull();
  });
});
