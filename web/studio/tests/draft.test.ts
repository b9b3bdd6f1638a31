import { describe, expect, it } from 'vitest';
import type { AdminProduct } from '../data/types';
import { changesOf, conflictsOf, draftOf, keyOf, mergeDraft, tagsOf } from '../products/draft';

const euro = (amount: number) => ({ amount, currency: 'EUR' });
const product: AdminProduct = {
  id: 'prd_1',
  handle: 'bowl',
  title: 'Bowl',
  status: 'active',
  price: euro(2000),
  compare_at_price: null,
  image: null,
  description_html: '<p>Round.</p>',
  vendor: 'Kilnlight',
  product_type: 'Bowl',
  tags: ['clay', 'new'],
  options: [],
  variants: [
    { id: 'var_1', product_id: 'prd_1', title: 'Bone', sku: 'B-1', barcode: '', price: euro(2000), compare_at_price: euro(2500), weight_grams: 300, options: {}, image: null },
    { id: 'var_2', product_id: 'prd_1', title: 'Sage', sku: 'B-2', barcode: '', price: euro(2100), compare_at_price: null, weight_grams: 0, options: {}, image: null },
  ],
  attributes: [{ key: 'width', label: 'Width', value: '12 cm', number: 12, unit: 'cm', direction: 'neutral' }],
  media: [{ kind: 'image', media_id: 'med_1', url: '/m', alt: 'A bowl', width: 1, height: 1, srcset: null }],
  collections: [{ id: 'col_1', handle: 'table', title: 'Table' }],
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
};

describe('a product being edited', () => {
  it('has nothing to save at first', () => {
    expect(changesOf(product, draftOf(product))).toEqual({ product: {}, variants: [], wrong: {}, count: 0 });
  });
  it('sends only what differs', () => {
    const draft = draftOf(product);
    draft.title = ' Big bowl ';
    draft.tags = 'clay, new, clay ,';
    draft.collections = ['table', 'gifts'];
    draft.variants[1]!.price = '22,50';
    expect(changesOf(product, draft)).toMatchObject({
      product: { title: 'Big bowl', collection_handles: ['table', 'gifts'] },
      variants: [{ id: 'var_2', change: { price: euro(2250) } }],
      count: 3,
    });
  });
  it('takes a former price away with 0, and wants it above the price', () => {
    const draft = draftOf(product);
    draft.variants[0]!.compare = '';
    draft.variants[1]!.compare = '20';
    const changes = changesOf(product, draft);
    expect(changes.variants).toEqual([{ id: 'var_1', change: { compare_at_price: euro(0) } }]);
    expect(changes.wrong).toEqual({ 'var_2.compare': 'not_above_price' });
  });
  it('names what is wrong by its field and counts it as unsaved', () => {
    const draft = draftOf(product);
    draft.title = ' ';
    draft.variants[0]!.price = 'much';
    draft.variants[0]!.weight = '1.5';
    draft.attributes.push({ key: '', label: '', value: 'x', unit: '', direction: 'neutral', number: null });
    expect(changesOf(product, draft).wrong).toEqual({
      title: 'required',
      'var_1.price': 'not_price',
      'var_1.weight': 'not_number',
      'attributes[1].label': 'required',
    });
    expect(changesOf(product, draft).count).toBe(4);
  });
  it('makes keys of labels and tags of text', () => {
    expect([keyOf('Đường kính'), keyOf('Bowl width (cm)')]).toEqual(['duong_kinh', 'bowl_width_cm']);
    expect(tagsOf(' a, b,,a ')).toEqual(['a', 'b']);
  });
});

describe('two people at one product', () => {
  const theirs: AdminProduct = { ...product, title: 'Their bowl', vendor: 'They', updated_at: '2026-01-02T00:00:00Z' };
  it('only fight over fields that both changed', () => {
    const draft = { ...draftOf(product), title: 'My bowl', product_type: 'Dish' };
    expect(conflictsOf(product, theirs, draft)).toEqual(['title']);
    expect(conflictsOf(product, { ...theirs, title: 'My bowl' }, draft)).toEqual([]);
  });
  it('lose nothing when merged', () => {
    const draft = { ...draftOf(product), title: 'My bowl', product_type: 'Dish' };
    expect(mergeDraft(product, theirs, draft, true)).toMatchObject({ title: 'My bowl', vendor: 'They', product_type: 'Dish' });
    expect(mergeDraft(product, theirs, draft, false)).toMatchObject({ title: 'Their bowl', vendor: 'They', product_type: 'Dish' });
  });
});
