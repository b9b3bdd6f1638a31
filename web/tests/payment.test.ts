import { expect, test } from 'vitest';
import { toStripe } from '../storefront/checkout/stripe/amount';

test('amounts are told as Stripe counts them', () => {
  const told = (amount: number, currency: string) => toStripe({ amount, currency });
  expect(told(1999, 'EUR')).toBe(1999);
  expect(told(2000, 'JPY')).toBe(2000);
  expect(told(50_000, 'VND')).toBe(50_000);
  expect(told(12_340, 'KWD')).toBe(12_340);
  expect(told(5, 'ISK')).toBe(500);
});
