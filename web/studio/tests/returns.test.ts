import { describe, expect, it } from 'vitest';
import { arrivalsOf, claimStatuses, codeFor, conditions, differences, inCondition, movesOfClaim, movesOfReturn, policyFields, receiptOf, returnStatuses, settleDraftOf, settlementOf, toneOfClaim, toneOfReturn, wrongSums } from '../returns/returns';
import type { ReturnPolicy, ReturnView } from '../data/after_sale';
import en from '../i18n/en.json';

const words: Record<string, string> = en;
const eur = (amount: number) => ({ amount, currency: 'EUR' });
const view = (more: Partial<ReturnView> = {}) =>
  ({
    id: 'rtn_1', status: 'approved', version: 4, resolution: 'original', exchange_lines: [],
    lines: [{ line_id: 'a', quantity: 2, received: null }, { line_id: 'b', quantity: 1, received: null }],
    estimate: { goods: eur(5000), shipping: eur(0), fee: eur(250), amount: eur(4750), to_original: eur(4750), to_store_credit: eur(0), to_exchange: eur(0) },
    money: null, ...more,
  }) as unknown as ReturnView;

describe('a return', () => {
  it('goes from asked for to settled, or ends before', () => {
    expect(returnStatuses.map((each) => movesOfReturn(each))).toEqual([
      ['approve', 'decline'], ['receive', 'settle_without', 'decline'], ['settle'], [], [], [],
    ]);
    expect(claimStatuses.map((each) => movesOfClaim(each))).toEqual([['accept', 'decline'], ['resolve', 'decline'], [], []]);
  });
  it('has words for everything it shows', () => {
    const keys = [
      ...returnStatuses.flatMap((each) => [`return_status.${each}`, ...movesOfReturn(each).map((move) => `return_move.${move}`)]),
      ...claimStatuses.flatMap((each) => [`claim_status.${each}`, ...movesOfClaim(each).flatMap((move) => [`claim_move.${move}`, `ask.claim_${move}`, `do.claim_${move}`, `claim_done.${move}`])]),
      ...['approve', 'decline'].flatMap((each) => [`ask.return_${each}`, `ask.return_${each}_text`, `do.return_${each}`, `return_done.${each}`]),
      ...conditions.map((each) => `condition.${each}`),
      ...policyFields.map((each) => `policy.${each}`),
      ...['repair', 'replacement', 'refund'].flatMap((each) => [`remedy.${each}`, `remedy_text.${each}`]),
      ...['never', 'our_fault', 'always'].map((each) => `shipping_back.${each}`),
      ...['original', 'store_credit', 'exchange', 'split'].map((each) => `to.${each}`),
    ];
    expect(keys.filter((key) => !(key in words))).toEqual([]);
    expect([toneOfReturn('settled'), toneOfClaim('declined'), toneOfReturn('odd')]).toEqual(['good', 'bad', 'plain']);
  });
});

describe('receiving', () => {
  it('begins with all of it as new', () => {
    expect(receiptOf(arrivalsOf(view()), 4)).toEqual({
      lines: [{ line_id: 'a', quantity: 2, condition: 'as_new', restock: true }, { line_id: 'b', quantity: 1, condition: 'as_new', restock: true }],
      version: 4,
    });
  });
  it('puts back on the shelf only what can be sold, and nothing that did not come', () => {
    const [a, b] = arrivalsOf(view());
    const damaged = inCondition(a as never, 'damaged');
    expect(damaged.restock).toBe(false);
    expect(receiptOf([damaged, { ...(b as never as typeof damaged), quantity: 0 }], 4).lines.map((each) => [each.quantity, each.restock])).toEqual([[2, false], [0, false]]);
  });
});

describe('settling', () => {
  it('begins with what the policy estimated', () => {
    expect(settleDraftOf(view())).toEqual({ fee: '2.50', shipping: '0.00', extra: '', resolution: 'original', reason: '' });
    expect(settlementOf(settleDraftOf(view()), view(), 'EUR', false)).toEqual({
      fee: 250, shipping: 0, extra: 0, resolution: undefined, without_goods: undefined, reason: '', version: 4,
    });
  });
  it('takes other amounts, another way and no goods; and refuses what is no amount', () => {
    const draft = { ...settleDraftOf(view()), fee: '0', extra: '5', resolution: 'store_credit' as const, reason: ' lost ' };
    expect(settlementOf(draft, view(), 'EUR', true)).toEqual({ fee: 0, shipping: 0, extra: 500, resolution: 'store_credit', without_goods: true, reason: 'lost', version: 4 });
    expect(wrongSums({ ...draft, shipping: 'free' }, 'EUR')).toEqual(['shipping']);
    expect(settlementOf({ ...draft, shipping: 'free' }, view(), 'EUR', true)).toBeNull();
  });
});

describe('the policy', () => {
  const policy: ReturnPolicy = {
    window_days: 30, transit_days: 7, reasons: [], fee: 0, fee_percent: 0, shipping_back: 'never', approve_at_once: true,
    store_credit: true, exchanges: true, final_sale_tags: ['x'], warranty_months: 24, version: 1,
  };
  it('names the fields in which two differ, and never the version', () => {
    expect(differences(policy, { ...policy, version: 2 })).toEqual([]);
    expect(differences(policy, { ...policy, fee: 1, final_sale_tags: [] })).toEqual(['fee', 'final_sale_tags']);
  });
  it('makes codes of labels', () => {
    expect(codeFor('Đến quá muộn', [])).toBe('den_qua_muon');
    expect(codeFor('Too late!', ['too_late'])).toBe('too_late_2');
    expect(codeFor('…', [])).toBe('reason');
  });
});
