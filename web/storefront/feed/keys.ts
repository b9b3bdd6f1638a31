// Which key does what in the feed.
export type FeedAction = 'next' | 'previous' | 'like' | 'save' | 'comments' | 'pause' | 'sound';

const actions: Record<string, FeedAction> = {
  ArrowDown: 'next',
  PageDown: 'next',
  j: 'next',
  ArrowUp: 'previous',
  PageUp: 'previous',
  k: 'previous',
  l: 'like',
  s: 'save',
  c: 'comments',
  m: 'sound',
  ' ': 'pause',
};

interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  target: EventTarget | null;
}

/** Null while one types, and for keys that belong to a focused button. */
export function keyAction(event: Pressed): FeedAction | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const target = event.target as { tagName?: string; isContentEditable?: boolean } | null;
  const tag = target?.tagName ?? '';
  if (/^(INPUT|TEXTAREA|SELECT)$/.test(tag) || target?.isContentEditable) return null;
  if (event.key === ' ' && /^(BUTTON|A)$/.test(tag)) return null;
  return actions[event.key] ?? null;
}
