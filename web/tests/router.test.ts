import { describe, expect, it } from 'vitest';
import { compile } from '../storefront/app/match';

const match = compile([
  { name: 'feed', path: '/' },
  { name: 'product', path: '/products/{handle}' },
  { name: 'profile', path: '/@{handle}' },
  { name: 'orders', path: '/orders' },
  { name: 'order', path: '/orders/{id}' },
]);

describe('addresses', () => {
  it('lead to their pages with their names filled in', () => {
    expect(match('/')).toEqual({ name: 'feed', params: {} });
    expect(match('/products/dune-vase')).toEqual({ name: 'product', params: { handle: 'dune-vase' } });
    expect(match('/@mai.bat.trang')).toEqual({ name: 'profile', params: { handle: 'mai.bat.trang' } });
    expect(match('/orders')?.name).toBe('orders');
    expect(match('/orders/ord_1')?.name).toBe('order');
  });
  it('may end in a slash, and are read as they were meant', () => {
    expect(match('/products/b%C3%A1t/')).toEqual({ name: 'product', params: { handle: 'bát' } });
    expect(match('/products/%E0%A4%A')).toEqual({ name: 'product', params: { handle: '%E0%A4%A' } });
  });
  it('that name nothing match nothing', () => {
    expect(match('/products')).toBeNull();
    expect(match('/products/a/b')).toBeNull();
    expect(match('/@')).toBeNull();
  });
});
