import { describe, expect, it } from 'vitest';
import { countOf, quantityMax, soldOutLines, taxIsIncluded, totalWith, withQuantity } from '../storefront/bag/rules';
import { Attempt } from '../storefront/checkout/attempt';
import { cleaned, countryNames, emptyContact, likelyCountry, problemsOf } from '../storefront/checkout/address';
import type { CartLine, CartView } from '../shared/types';

const euro = (amount: number) => ({ amount, currency: 'EUR' });
const line = (id: string, quantity: number, price: number, available = true): CartLine => ({
  id,
  variant_id: `var_${id}`,
  product: { id: 'prd_1', handle: 'h', title: 'T', image: null },
  variant_title: '',
  quantity,
  unit_price: euro(price),
  total: euro(price * quantity),
  available,
  units_left: null,
});
const cart: CartView = {
  id: 'crt_1',
  currency: 'EUR',
  lines: [line('a', 2, 1000), line('b', 1, 500, false)],
  totals: { subtotal: euro(2500), discount: euro(500), shipping: null, tax: euro(333), total: euro(2000) },
  reserved_until: null,
};

describe('the bag', () => {
  it('counts pieces, not lines', () => {
    expect(countOf(cart)).toBe(3);
    expect(countOf(null)).toBe(0);
  });
  it('shows a new quantity at once, keeping the discount', () => {
    const changed = withQuantity(cart, 'a', 3);
    expect(changed.totals.subtotal).toEqual(euro(3500));
    expect(changed.totals.total).toEqual(euro(3000));
    expect(changed.lines[0]?.total).toEqual(euro(3000));
    expect(cart.lines[0]?.quantity).toBe(2);
  });
  it('drops a line whose quantity is none', () => {
    expect(withQuantity(cart, 'b', 0).lines.map((each) => each.id)).toEqual(['a']);
  });
  it('lets one take what is left and never more than 99', () => {
    expect([quantityMax(3), quantityMax(null), quantityMax(500), quantityMax(0)]).toEqual([3, 99, 99, 1]);
  });
  it('knows what is sold out', () => {
    expect(soldOutLines(cart).map((each) => each.id)).toEqual(['b']);
  });
  it('tells tax within the prices from tax on top', () => {
    expect(taxIsIncluded(cart.totals)).toBe(true);
    expect(taxIsIncluded({ ...cart.totals, total: euro(2333) })).toBe(false);
  });
  it('adds a chosen delivery only once', () => {
    expect(totalWith(cart.totals, euro(490))).toEqual(euro(2490));
    expect(totalWith({ ...cart.totals, shipping: euro(490), total: euro(2490) }, euro(490))).toEqual(euro(2490));
    expect(totalWith(cart.totals, null)).toEqual(euro(2000));
  });
});

describe('a payment attempt', () => {
  const attempt = () => {
    let number = 0;
    return new Attempt(() => `key-${++number}`);
  };
  it('keeps its key for the same request: a second click, a lost reply', () => {
    const one = attempt();
    expect([one.keyFor({ a: 1 }), one.keyFor({ a: 1 })]).toEqual(['key-1', 'key-1']);
  });
  it('gets a new key when the request changes or was answered', () => {
    const one = attempt();
    one.keyFor({ a: 1 });
    expect(one.keyFor({ a: 2 })).toBe('key-2');
    one.settled();
    expect(one.keyFor({ a: 2 })).toBe('key-3');
  });
});

describe('the address', () => {
  it('names everything that is missing at once', () => {
    expect(Object.keys(problemsOf(emptyContact('DE')))).toEqual([
      'email',
      'shipping_address.name',
      'shipping_address.line1',
      'shipping_address.city',
      'shipping_address.postal_code',
    ]);
  });
  it('takes a whole one and refuses what is no e-mail address', () => {
    const contact = { email: 'mai@example.com', address: { name: 'Mai', line1: 'Phố Hàng Gốm 12', city: 'Hà Nội', postal_code: '100000', country: 'VN' } };
    expect(problemsOf(contact)).toEqual({});
    expect(problemsOf({ ...contact, email: 'mai@' })).toEqual({ email: 'field.not_email' });
    expect(problemsOf({ ...contact, address: { ...contact.address, name: 'x'.repeat(121) } })).toEqual({
      'shipping_address.name': 'field.too_long',
    });
  });
  it('is sent trimmed and without empty fields', () => {
    const contact = emptyContact('VN');
    contact.email = ' a@b.co ';
    contact.address.name = ' Mai ';
    expect(cleaned(contact)).toEqual({ email: 'a@b.co', address: { name: 'Mai', country: 'VN' } });
  });
  it('guesses the country from the browser, else from the language', () => {
    expect(likelyCountry(['de-AT', 'en-US'], 'en')).toBe('AT');
    expect(likelyCountry(['vi'], 'vi')).toBe('VN');
    expect(likelyCountry([], 'en')).toBe('DE');
    expect(countryNames(['VN', 'DE'], 'en')).toEqual([
      { value: 'DE', label: 'Germany' },
      { value: 'VN', label: 'Vietnam' },
    ]);
  });
});
