// Amounts as Stripe counts them: mostly in the currency's own smallest unit, with the exceptions that Stripe names.
import { minorDigits } from '$shared/format';
import type { MoneyValue } from '$shared/types';

const whole = new Set('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '));
const thousandths = new Set('BHD JOD KWD OMR TND'.split(' '));

export function toStripe({ amount, currency }: MoneyValue): number {
  const theirs = whole.has(currency) ? 0 : thousandths.has(currency) ? 3 : 2;
  return Math.round(amount * 10 ** (theirs - minorDigits(currency)));
}
