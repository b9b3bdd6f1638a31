import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import common from '../../shared/i18n/en.json';
import { rooms } from '../app/rooms';
import { statuses } from '../orders/moves';
import { aboutOf, isSale, keyOf, merge, whoOf, wordsOf } from '../today/events';
import type { Interaction } from '../data/types';
import en from '../i18n/en.json';
import vi from '../i18n/vi.json';

const english: Record<string, string> = en;
const vietnamese: Record<string, string> = vi;
const known: Record<string, string> = { ...common, ...en };
const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort();

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'tests' ? [] : sources(path);
    return /\.(svelte|ts)$/.test(entry.name) ? [readFileSync(path, 'utf8')] : [];
  });
}

describe("the studio's words", () => {
  it('have the same keys and holes in English and Vietnamese', () => {
    expect(Object.keys(vietnamese).sort()).toEqual(Object.keys(english).sort());
    for (const [key, text] of Object.entries(english)) expect([key, holes(vietnamese[key] ?? '')]).toEqual([key, holes(text)]);
  });
  it('are there for every key that is asked for', () => {
    const code = sources(resolve(import.meta.dirname, '..')).join('\n');
    const asked = [...code.matchAll(/\bt\('([^']+)'/g)].map((found) => found[1] as string);
    const counted = [...code.matchAll(/\btn\('([^']+)'/g)].map((found) => `${found[1]}.other`);
    expect([...asked, ...counted].filter((key) => !(key in known))).toEqual([]);
  });
  it('name every room, status and move', () => {
    const keys = [
      ...rooms.map((each) => `room.${each.name}`),
      ...statuses.map((each) => `status.${each}`),
      ...['fulfil', 'deliver', 'cancel', 'refund'].flatMap((each) => [`move.${each}`, `ask.${each}`, `ask.${each}_text`, `do.${each}`, `moved.${each}`]),
    ];
    expect(keys.filter((key) => !(key in known))).toEqual([]);
  });
  it('never shout', () => {
    for (const text of [...Object.values(english), ...Object.values(vietnamese)]) expect(text).not.toContain('!');
  });
});

describe('the ticker', () => {
  const said = (event: string, properties: Record<string, unknown> = {}, position = 1): Interaction => ({
    position,
    at: '2026-01-01T00:00:00Z',
    type: 'track',
    event,
    visitor: 'v1',
    user_id: null,
    verified: false,
    properties,
  });
  it('knows what an interaction was about and where that is', () => {
    expect(keyOf('orders.order_paid')).toBe('orders_order_paid');
    expect(aboutOf(said('Products Searched', { query: 'vase' }))).toEqual({ text: '“vase”', url: null });
    expect(aboutOf(said('Product Viewed', { product_id: 'prd_1' }), () => 'Bowl')).toEqual({ text: 'Bowl', url: '/studio/products/prd_1' });
    expect(aboutOf(said('Post Viewed', { post_id: 'pst_1' }))).toEqual({ text: '', url: '/studio/posts/pst_1' });
    expect(aboutOf(said('orders.order_paid', { order_id: 'ord_1', number: '#1001' }))).toEqual({ text: '#1001', url: '/studio/orders/ord_1' });
    expect(aboutOf(said('Odd'))).toBeNull();
  });
  it('knows who did it', () => {
    expect(whoOf(said('x', { account_id: 'acc_1' }))).toBe('acc_1');
    expect(whoOf(said('x'))).toBe('v1');
    expect(whoOf({ visitor: '', user_id: null, properties: null })).toBeNull();
  });
  it('says unknown events by their own name', () => expect(wordsOf(said('Kiln Opened'))).toBe('Kiln Opened'));
  it('sees sales', () => expect(['Order Completed', 'orders.order_paid', 'Product Viewed'].map(isSale)).toEqual([true, true, false]));
  it('keeps each row once, newest first, and not too many', () => {
    const first = merge([], [said('a', {}, 2), said('b', {}, 1)], 3);
    const second = merge(first, [said('d', {}, 4), said('c', {}, 3), said('a', {}, 2)], 3);
    expect(second.map((each) => each.position)).toEqual([4, 3, 2]);
  });
});
