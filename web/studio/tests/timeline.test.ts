import { describe, expect, it } from 'vitest';
import type { PersonDetail } from '../data/types';
import { moments } from '../people/timeline';

const person = {
  person: { id: 'acc_1', kind: 'account' }, customer: null, visitors: [], traits: null, claimed_user_id: null,
  orders: { count: 0, revenue: null, last_order_at: null }, links: [], suggestions: [], recent: [],
} as unknown as PersonDetail;
const written = (id: string, channel: string, opened_at: string, subject = '') => ({ id, channel, subject, excerpt: 'It broke.', opened_at });

describe('a line of time', () => {
  it('holds what was written and reviewed, the latest first, and a call only once', () => {
    const conversations = [written('cnv_1', 'chat', '2026-03-01T09:00:00Z'), written('cnv_2', 'email', '2026-03-03T09:00:00Z', 'My vase'), written('cnv_3', 'call', '2026-03-04T09:00:00Z')];
    const reviews = [{ id: 'rev_1', product_title: 'Sage Vase', product_handle: 'sage-vase', stars: 2, title: 'It leaks', written_at: '2026-03-02T09:00:00Z' }];
    const line = moments(person, null, [], () => null, [], [], [], conversations, reviews);
    expect(line.map((each) => [each.kind, each.about, each.url, each.strong])).toEqual([
      ['conversation', 'My vase', '/studio/inbox/cnv_2?view=all', false],
      ['review', 'Sage Vase · It leaks', '/products/sage-vase#reviews', true],
      ['conversation', 'It broke.', '/studio/inbox/cnv_1?view=all', false],
    ]);
  });
});
