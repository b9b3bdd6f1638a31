// What the palette offers: rooms and actions at once from memory, products, orders, people and stock
// from the server a moment later.
import type { IconName } from '$shared/components/icons';
import { currentLocale, t } from '$shared/i18n/index.svelte';
import { formatMoney } from '$shared/format';
import { setTheme } from '$shared/theme.svelte';
import { admin } from '../data/admin';
import { overlay } from './keys.svelte';
import { matches } from './match';
import { addressOf, go } from './router.svelte';
import { chooseLocale, may, myRooms, signOut } from './session.svelte';

export interface Found {
  id: string;
  group: 'room' | 'action' | 'order' | 'product' | 'person';
  icon: IconName;
  text: string;
  note?: string;
  image?: string | null;
  run: () => void;
}

function actions(): Found[] {
  const action = (id: string, icon: IconName, run: () => void): Found => ({ id: `a-${id}`, group: 'action', icon, text: t(`action.${id}`), run });
  const all = [
    action('theme_light', 'sun', () => setTheme('light')),
    action('theme_dark', 'moon', () => setTheme('dark')),
    action('language', 'comment', () => void chooseLocale(currentLocale() === 'vi' ? 'en' : 'vi')),
    action('keys', 'info', () => (overlay.help = true)),
    action('sign_out', 'out', () => void signOut()),
  ];
  if (may('moderator', 'merchandiser')) all.unshift(action('reported_posts', 'flag', () => go('/studio/posts?reported=1')));
  if (may('merchandiser')) {
    all.unshift(
      action('new_product', 'plus', () => go('/studio/products/new')),
      action('import_products', 'up', () => go('/studio/products?files=import')),
      action('new_discount', 'plus', () => go('/studio/discounts/new')),
      action('low_stock', 'warning', () => go('/studio/stock?low=1')),
    );
  }
  if (may('merchandiser', 'agent')) all.unshift(action('to_pack', 'box', () => go('/studio/orders?status=paid')));
  return all;
}

export function atOnce(typed: string): Found[] {
  const roomsFound = myRooms().map<Found>((room) => ({
    id: `r-${room.name}`,
    group: 'room',
    icon: room.icon,
    text: t(`room.${room.name}`),
    note: `g ${room.key}`,
    run: () => go(room.path),
  }));
  return [...roomsFound, ...actions()].filter((each) => typed.trim() === '' || matches(each.text, typed));
}

async function orders(q: string): Promise<Found[]> {
  const page = await admin.orders({ q, limit: 5 });
  return page.items.map((each) => ({
    id: each.id,
    group: 'order',
    icon: 'bag',
    text: `${each.number} · ${each.shipping_address.name}`,
    note: `${t(`status.${each.status}`)} · ${formatMoney(each.totals.total, currentLocale())}`,
    run: () => go(addressOf('orders', each.id)),
  }));
}

async function products(q: string): Promise<Found[]> {
  const page = await admin.products({ q, limit: 6 });
  return page.items.map((each) => ({
    id: each.id,
    group: 'product',
    icon: 'tag',
    text: each.title,
    note: each.price ? formatMoney(each.price, currentLocale()) : t(`product_status.${each.status}`),
    image: each.image?.url ?? null,
    run: () => go(addressOf('products', each.id)),
  }));
}

async function people(q: string): Promise<Found[]> {
  const page = await admin.people({ q: q.replace(/^@/, ''), limit: 5 });
  return page.items.map((each) => ({
    id: each.id,
    group: 'person',
    icon: 'user',
    text: each.display_name ?? each.handle ?? each.id,
    note: each.email ?? undefined,
    run: () => go(addressOf('people', each.id)),
  }));
}

/** A source that fails or may not be asked leaves the others standing. */
export async function fromServer(typed: string): Promise<Found[]> {
  const asked = [
    may('merchandiser', 'agent') ? orders(typed) : Promise.resolve([]),
    may('merchandiser') ? products(typed) : Promise.resolve([]),
    people(typed),
  ];
  const answers = await Promise.allSettled(asked);
  return answers.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
}
