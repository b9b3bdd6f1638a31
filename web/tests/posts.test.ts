import { describe, expect, it } from 'vitest';
import { deviceName } from '../storefront/account/agent';
import { isOn, turned } from '../storefront/account/mail';
import { completed, unfinishedMark } from '../storefront/compose/marks';
import { parseDraft } from '../storefront/compose/kept';
import { keyAction } from '../storefront/feed/keys';
import { nextPage } from '../storefront/feed/paging';
import { topicsOf } from '../storefront/feed/topics';
import { pieces } from '../storefront/post/rich';
import { threaded } from '../storefront/post/threads';
import { choose, firstChoice, picturedOther, pictureOf, stateOf, variantOf } from '../storefront/product/choice';
import { addRecent } from '../storefront/search/recent';
import type { CommentView, ProductPage, VariantView } from '../shared/types';

describe('the feed', () => {
  it('begins with small pages that are asked for late', () => {
    expect([6, 10].map((count) => nextPage('', count))).toEqual([{ size: 4, ahead: 2 }, { size: 4, ahead: 2 }]);
    expect(nextPage('', 14)).toEqual({ size: 10, ahead: 4 });
  });
  it('asks for whole pages where order is not its own choice, and when nothing came with the page', () => {
    expect(nextPage('following', 6)).toEqual({ size: 10, ahead: 4 });
    expect(nextPage('', 0)).toEqual({ size: 10, ahead: 4 });
  });
});

describe('the words of a post', () => {
  it('link hashtags and people, Vietnamese ones too, and nothing else', () => {
    expect(pieces('Men tro #bát_tràng @Kilnlight.')).toEqual([
      { text: 'Men tro ', href: null },
      { text: '#bát_tràng', href: '/?topic=b%C3%A1t_tr%C3%A0ng' },
      { text: ' ', href: null },
      { text: '@Kilnlight', href: '/@kilnlight' },
      { text: '.', href: null },
    ]);
    expect(pieces('<b>a # b</b>')).toEqual([{ text: '<b>a # b</b>', href: null }]);
  });
  it('are completed where the cursor stands', () => {
    expect(unfinishedMark('on #win', 7)).toBe('#win');
    expect(unfinishedMark('on #win dow', 11)).toBeNull();
    expect(completed('on #win today', 7, '#windowlight')).toBe('on #windowlight today');
    expect(completed('by @kil', 7, '@kilnlight')).toBe('by @kilnlight ');
  });
});

describe('comments', () => {
  const comment = (id: string, parent_id: string | null, minute: number) =>
    ({ id, parent_id, created_at: `2026-11-21T12:0${minute}:00Z` }) as CommentView;
  it('stand as threads with replies in the order they were said', () => {
    const threads = threaded([comment('c', null, 3), comment('r2', 'a', 5), comment('r1', 'a', 4), comment('a', null, 1)]);
    expect(threads.map((each) => [each.comment.id, each.replies.map((reply) => reply.id)])).toEqual([
      ['c', []],
      ['a', ['r1', 'r2']],
    ]);
  });
  it('show a reply whose comment is not loaded rather than lose it', () => {
    expect(threaded([comment('r', 'elsewhere', 1)]).map((each) => each.comment.id)).toEqual(['r']);
  });
});

describe('choosing a variant', () => {
  const variant = (id: string, Glaze: string, Size: string, available: boolean) =>
    ({ id, available, options: { Glaze, Size } }) as unknown as VariantView;
  const product = {
    variants: [variant('1', 'Bone', 'S', false), variant('2', 'Bone', 'L', true), variant('3', 'Sage', 'S', true)],
  } as ProductPage;
  it('begins with the first that can be bought', () => {
    expect(firstChoice(product)).toEqual({ Glaze: 'Bone', Size: 'L' });
  });
  it('moves to the nearest one when the combination does not exist', () => {
    expect(choose(product, { Glaze: 'Bone', Size: 'L' }, 'Glaze', 'Sage')).toEqual({ Glaze: 'Sage', Size: 'S' });
    expect(choose(product, { Glaze: 'Bone', Size: 'L' }, 'Size', 'S')).toEqual({ Glaze: 'Bone', Size: 'S' });
  });
  it('says which values are sold out', () => {
    expect(stateOf(product, { Glaze: 'Bone', Size: 'L' }, 'Size', 'S')).toBe('sold_out');
    expect(stateOf(product, { Glaze: 'Bone', Size: 'L' }, 'Glaze', 'Sage')).toBe('free');
    expect(stateOf(product, {}, 'Glaze', 'Blue')).toBe('absent');
    expect(variantOf(product, { Glaze: 'Sage', Size: 'L' })).toBeNull();
  });
  it('goes to the picture of what is chosen, and says whose a picture is that is not', () => {
    const image = (url: string) => ({ kind: 'image' as const, url, width: 4, height: 5, alt: '' });
    const bone = { ...variant('1', 'Bone', 'S', true), image: image('bone.webp') };
    const sage = { ...variant('2', 'Sage', 'S', true), image: image('sage.webp') };
    const bare = { ...variant('3', 'Plum', 'S', true), image: null };
    const shown = { ...product, media: [image('sage.webp'), image('bone.webp'), image('table.webp')], variants: [bone, sage, bare] };
    expect([pictureOf(shown, bone), pictureOf(shown, sage), pictureOf(shown, bare)]).toEqual([1, 0, -1]);
    expect([0, 1, 2].map((at) => picturedOther(shown, at, bare))).toEqual(['Sage', 'Bone', '']);
    expect([0, 1, 2].map((at) => picturedOther(shown, at, bone))).toEqual(['Sage', '', '']);
  });
});

describe('small rules', () => {
  const key = (name: string, tagName = 'DIV') => keyAction({ key: name, ctrlKey: false, metaKey: false, altKey: false, target: { tagName } as unknown as EventTarget });
  it('keys act in the feed but not while one types or presses a button', () => {
    expect([key('j'), key('l'), key(' '), key('x')]).toEqual(['next', 'like', 'pause', null]);
    expect([key('l', 'INPUT'), key(' ', 'BUTTON')]).toEqual([null, null]);
    expect(keyAction({ key: 's', ctrlKey: true, metaKey: false, altKey: false, target: null })).toBeNull();
  });
  it('topics are the hashtags among the trends, each once', () => {
    expect(topicsOf(['moon jar', '#battrang', '#battrang', '#a b', '#đèn'])).toEqual(['battrang', 'đèn']);
  });
  it('recent searches are newest first, without doubles', () => {
    expect(addRecent(['vase', 'mug'], ' Mug ')).toEqual(['Mug', 'vase']);
    expect(addRecent(['vase'], '  ')).toEqual(['vase']);
    expect(addRecent(['1', '2', '3', '4', '5', '6', '7', '8'], '9')).toHaveLength(8);
  });
  it('a kept draft is read back unless it is old or damaged', () => {
    const draft = { key: 'k', text: 'x', ratio: '4:5', visibility: 'public', serverId: null, items: [], at: 1000 };
    expect(parseDraft(JSON.stringify(draft), 2000)).toEqual(draft);
    expect(parseDraft(JSON.stringify(draft), 40 * 86_400_000)).toBeNull();
    expect(parseDraft('{"text":', 0)).toBeNull();
    expect(parseDraft(null, 0)).toBeNull();
  });
  it('a browser is named in words a person knows', () => {
    expect(deviceName('Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1')).toEqual({ browser: 'Safari', system: 'iPhone' });
    expect(deviceName('Mozilla/5.0 (Windows NT 10.0) Chrome/156.0 Safari/537.36 Edg/156.0')).toEqual({ browser: 'Edge', system: 'Windows' });
    expect(deviceName('curl/8')).toEqual({ browser: '', system: '' });
  });
});

describe('mail switches', () => {
  const preferences = [
    { kind: 'liked', mail: false },
    { kind: 'followed', mail: true },
    { kind: 'order_paid', mail: true },
    { kind: 'welcome', mail: true },
  ];
  it('are on when any of their kinds is mailed', () => {
    expect([isOn(preferences, 'people'), isOn(preferences, 'talk'), isOn(preferences, 'orders')]).toEqual([true, false, true]);
  });
  it('ask only for kinds the server knows', () => {
    expect(turned(preferences, 'people', false)).toEqual([
      { kind: 'liked', mail: false },
      { kind: 'followed', mail: false },
    ]);
    expect(turned(preferences, 'talk', true)).toEqual([]);
  });
});
