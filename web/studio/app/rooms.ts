// The rooms of the studio: where they are, who may enter, which key goes there.
import type { Component } from 'svelte';
import type { IconName } from '$shared/components/icons';

export type Role = 'owner' | 'merchandiser' | 'agent' | 'moderator';
export type RoomName = 'today' | 'inbox' | 'help' | 'orders' | 'returns' | 'reviews' | 'products' | 'stock' | 'discounts' | 'cards' | 'drops' | 'prices' | 'posts' | 'moderation' | 'communities' | 'feed' | 'radar' | 'people' | 'segments' | 'experiments' | 'predictions' | 'staff' | 'settings';

export interface Room {
  name: RoomName;
  path: string;
  key: string;
  icon: IconName;
  /** Besides the owner, who may enter everywhere; nothing: everybody who is staff. */
  roles?: readonly Role[];
  load: () => Promise<{ default: Component }>;
}

export const rooms: readonly Room[] = [
  { name: 'today', path: '/studio', key: 't', icon: 'chart', load: () => import('../today/TodayRoom.svelte') },
  { name: 'inbox', path: '/studio/inbox', key: 'b', icon: 'mail', roles: ['agent', 'moderator'], load: () => import('../care/InboxRoom.svelte') },
  { name: 'help', path: '/studio/help', key: 'h', icon: 'info', roles: ['merchandiser', 'agent', 'moderator'], load: () => import('../help/HelpRoom.svelte') },
  { name: 'orders', path: '/studio/orders', key: 'o', icon: 'bag', roles: ['merchandiser', 'agent'], load: () => import('../orders/OrdersRoom.svelte') },
  { name: 'returns', path: '/studio/returns', key: 'r', icon: 'refresh', roles: ['merchandiser', 'agent'], load: () => import('../returns/ReturnsRoom.svelte') },
  { name: 'reviews', path: '/studio/reviews', key: 'y', icon: 'star', roles: ['merchandiser', 'agent', 'moderator'], load: () => import('../reviews/ReviewsRoom.svelte') },
  { name: 'products', path: '/studio/products', key: 'p', icon: 'tag', roles: ['merchandiser'], load: () => import('../products/ProductsRoom.svelte') },
  { name: 'stock', path: '/studio/stock', key: 's', icon: 'box', roles: ['merchandiser'], load: () => import('../stock/StockRoom.svelte') },
  { name: 'prices', path: '/studio/prices', key: 'i', icon: 'grid', roles: ['merchandiser'], load: () => import('../prices/PricesRoom.svelte') },
  { name: 'discounts', path: '/studio/discounts', key: 'd', icon: 'leaf', roles: ['merchandiser'], load: () => import('../discounts/DiscountsRoom.svelte') },
  { name: 'drops', path: '/studio/drops', key: 'l', icon: 'bolt', roles: ['merchandiser'], load: () => import('../drops/DropsRoom.svelte') },
  { name: 'cards', path: '/studio/cards', key: 'c', icon: 'card', roles: ['merchandiser', 'agent'], load: () => import('../cards/CardsRoom.svelte') },
  { name: 'posts', path: '/studio/posts', key: 'm', icon: 'image', load: () => import('../posts/PostsRoom.svelte') },
  { name: 'moderation', path: '/studio/moderation', key: 'v', icon: 'flag', roles: ['moderator'], load: () => import('../moderation/ModerationRoom.svelte') },
  { name: 'communities', path: '/studio/communities', key: 'g', icon: 'comment', roles: ['moderator', 'merchandiser'], load: () => import('../communities/CommunitiesRoom.svelte') },
  { name: 'feed', path: '/studio/feed', key: 'f', icon: 'filter', roles: ['merchandiser'], load: () => import('../feed/FeedRoom.svelte') },
  { name: 'radar', path: '/studio/radar', key: 'a', icon: 'share', load: () => import('../radar/RadarRoom.svelte') },
  { name: 'people', path: '/studio/people', key: 'e', icon: 'people', load: () => import('../people/PeopleRoom.svelte') },
  { name: 'segments', path: '/studio/segments', key: 'u', icon: 'crop', roles: ['merchandiser', 'agent'], load: () => import('../segments/SegmentsRoom.svelte') },
  { name: 'experiments', path: '/studio/experiments', key: 'x', icon: 'compare', roles: ['merchandiser'], load: () => import('../experiments/ExperimentsRoom.svelte') },
  { name: 'predictions', path: '/studio/predictions', key: 'w', icon: 'clock', roles: ['merchandiser'], load: () => import('../predictions/PredictionsRoom.svelte') },
  { name: 'staff', path: '/studio/staff', key: 'k', icon: 'lock', roles: [], load: () => import('../staff/StaffRoom.svelte') },
  { name: 'settings', path: '/studio/settings', key: ',', icon: 'settings', load: () => import('../settings/SettingsRoom.svelte') },
];

export function mayEnter(room: Room, roles: readonly string[]): boolean {
  if (roles.includes('owner')) return true;
  return room.roles === undefined ? roles.length > 0 : room.roles.some((each) => roles.includes(each));
}

/** The room of an address and what is open in it: /studio/orders/ord_1 → orders, ord_1. */
export function roomOf(path: string): { room: Room | null; id: string | null } {
  const [, , name = '', ...rest] = path.split('/');
  const room = name === '' ? rooms[0] : rooms.find((each) => each.name === name);
  return { room: room ?? null, id: rest.length && rest[0] ? decodeURIComponent(rest.join('/')) : null };
}
