// Every page of the storefront: its address and its code, which is fetched when first needed.
import type { Component } from 'svelte';
import type { Visit } from './router.svelte';

export interface Route {
  name: string;
  path: string;
  page: () => Promise<{ default: Component<{ visit: Visit }> }>;
  /** Pages that bring their own bar at the bottom hide the tab bar on a phone. */
  bare?: boolean;
}

export const routes: readonly Route[] = [
  { name: 'feed', path: '/', page: () => import('../feed/FeedPage.svelte') },
  { name: 'product', path: '/products/{handle}', page: () => import('../product/ProductPage.svelte'), bare: true },
  { name: 'collections', path: '/collections', page: () => import('../product/CollectionsPage.svelte') },
  { name: 'collection', path: '/collections/{handle}', page: () => import('../product/CollectionPage.svelte') },
  { name: 'compare', path: '/compare', page: () => import('../compare/ComparePage.svelte') },
  { name: 'drops', path: '/drops', page: () => import('../drops/DropsPage.svelte') },
  { name: 'drop', path: '/drops/{id}', page: () => import('../drops/DropPage.svelte') },
  { name: 'post', path: '/p/{id}', page: () => import('../post/PostPage.svelte') },
  { name: 'profile', path: '/@{handle}', page: () => import('../profile/ProfilePage.svelte') },
  { name: 'search', path: '/search', page: () => import('../search/SearchPage.svelte') },
  { name: 'bag', path: '/bag', page: () => import('../bag/BagPage.svelte') },
  { name: 'orders', path: '/orders', page: () => import('../orders/OrdersPage.svelte') },
  { name: 'order', path: '/orders/{id}', page: () => import('../orders/OrderPage.svelte') },
  { name: 'own_reviews', path: '/account/reviews', page: () => import('../reviews/OwnReviewsPage.svelte') },
  { name: 'own_questions', path: '/account/questions', page: () => import('../help/QuestionsForMePage.svelte') },
  { name: 'review', path: '/review/{token}', page: () => import('../reviews/InvitationPage.svelte') },
  { name: 'signin', path: '/signin', page: () => import('../account/SignInPage.svelte'), bare: true },
  { name: 'signup', path: '/signup', page: () => import('../account/SignInPage.svelte'), bare: true },
  { name: 'reset', path: '/reset', page: () => import('../account/ResetPage.svelte'), bare: true },
  { name: 'verify', path: '/verify', page: () => import('../account/VerifyPage.svelte'), bare: true },
  { name: 'compose', path: '/compose', page: () => import('../compose/ComposePage.svelte'), bare: true },
  { name: 'saved', path: '/saved', page: () => import('../profile/SavedPage.svelte') },
  { name: 'own_moderation', path: '/account/moderation', page: () => import('../moderation/OwnModerationPage.svelte') },
  { name: 'moderation_log', path: '/moderation', page: () => import('../moderation/LogPage.svelte') },
  { name: 'account', path: '/account', page: () => import('../account/AccountPage.svelte') },
  { name: 'notifications', path: '/notifications', page: () => import('../account/NotificationsPage.svelte') },
  { name: 'messages', path: '/messages', page: () => import('../messages/MessagesPage.svelte') },
  { name: 'thread', path: '/messages/{id}', page: () => import('../messages/MessagesPage.svelte') },
  { name: 'help', path: '/help', page: () => import('../help/HelpPage.svelte') },
  { name: 'conversation', path: '/help/{id}', page: () => import('../help/OnePage.svelte') },
  { name: 'groups', path: '/groups', page: () => import('../community/GroupsPage.svelte') },
  { name: 'groups_unsubscribe', path: '/groups/unsubscribe', page: () => import('../community/UnsubscribePage.svelte') },
  { name: 'group', path: '/groups/{slug}', page: () => import('../community/GroupPage.svelte') },
  { name: 'group_members', path: '/groups/{slug}/members', page: () => import('../community/GroupPage.svelte') },
  { name: 'group_moderation', path: '/groups/{slug}/moderation', page: () => import('../community/GroupPage.svelte') },
  { name: 'new_discussion', path: '/groups/{slug}/new', page: () => import('../community/NewDiscussionPage.svelte') },
  { name: 'discussion', path: '/groups/{slug}/d/{id}', page: () => import('../community/DiscussionPage.svelte') },
  { name: 'group_event', path: '/groups/{slug}/events/{id}', page: () => import('../community/EventPage.svelte') },
  { name: 'missing', path: '/404', page: () => import('./MissingPage.svelte') },
];
