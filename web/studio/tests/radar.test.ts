import { describe, expect, it } from 'vitest';
import { curveOf } from '../radar/curve';
import { addressOfEvidence, oneIn } from '../radar/defects';
import { clockOf, draftOfDuty, dutyOf, minutesOf } from '../radar/duty';

const at = (hour: number) => `2026-03-02T${String(hour).padStart(2, '0')}:00:00Z`;

describe('the curve of a post', () => {
  it('ends at three quarters, and the band goes on from there', () => {
    const curve = curveOf({ curve: [{ at: at(8), reach: 0 }, { at: at(9), reach: 20 }, { at: at(10), reach: 50 }], low: 60, expected: 80, high: 100 });
    expect(curve.line).toBe('M0.00 39L37.50 31.4L75.00 20');
    expect(curve.band).toBe('M75.00 20L100 1L100 16.2Z');
    expect(curve.end).toBe(8.6);
  });
  it('stands when there is nothing yet', () => {
    expect(curveOf({ curve: [], low: 0, expected: 0, high: 0 }).band).toBe('M0 39L100 39L100 39Z');
  });
});

describe('who is on duty', () => {
  it('is typed as a clock', () => {
    expect([minutesOf('09:30'), minutesOf('9:05'), minutesOf('24:00'), minutesOf('9'), minutesOf('10:75')]).toEqual([570, 545, null, null, null]);
    expect([clockOf(0), clockOf(570), clockOf(1439)]).toEqual(['00:00', '09:30', '23:59']);
  });
  it('comes back as it was', () => {
    const duty = { account_id: 'acc_1', days: [1, 5, 7], from: 1320, to: 360, push: true, mail: false };
    expect(dutyOf(draftOfDuty(duty))).toEqual(duty);
  });
});

describe('a defect', () => {
  it('leads to what was said', () => {
    const said = { sku: '', at: at(8) };
    expect(addressOfEvidence({ ...said, source: 'returned', about: 'rtn_1' })).toBe('/studio/returns/rtn_1');
    expect(addressOfEvidence({ ...said, source: 'returned', about: 'clm_1' })).toBe('/studio/returns/clm_1?desk=claims');
    expect(addressOfEvidence({ ...said, source: 'talked', about: 'cnv_1' })).toBe('/studio/inbox/cnv_1');
  });
  it('says a small chance as one in so many', () => {
    expect([oneIn(0.5), oneIn(0), oneIn(0.0123), oneIn(1e-12)]).toEqual([null, null, 81, 1e9]);
  });
});
