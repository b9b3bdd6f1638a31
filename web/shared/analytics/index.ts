// The page's one tracker, wired to the browser.
import { newKey } from '../api/client';
import { Tracker, type Call } from './queue';

const cookieName = 'plaza_visitor';

function readCookie(name: string): string | null {
  const found = document.cookie.split('; ').find((each) => each.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : null;
}

let visitor: string | null = null;

/** The visitor's id: what the server knows, else its cookie, else one we make and keep. */
export function visitorId(): string {
  visitor ??= readCookie(cookieName);
  if (!visitor) {
    visitor = newKey();
    document.cookie = `${cookieName}=${visitor}; path=/; max-age=34128000; SameSite=Lax`;
  }
  return visitor;
}

export function setVisitorId(id: string | null | undefined): void {
  if (id) visitor = id;
}

const bodyOf = (calls: Call[]) => JSON.stringify({ batch: calls, sentAt: new Date().toISOString() });

export const tracker = new Tracker({
  anonymousId: visitorId,
  now: () => new Date(),
  newId: newKey,
  later: (run, milliseconds) => void setTimeout(run, milliseconds),
  wire: {
    async post(calls) {
      const response = await fetch('/v1/batch', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Plaza-Anonymous-Id': visitorId() },
        body: bodyOf(calls),
        credentials: 'same-origin',
        keepalive: true,
      });
      // A refused batch is not sent again: it would be refused for ever.
      if (response.status >= 500) throw new Error(`batch ${response.status}`);
    },
    beacon: (calls) => navigator.sendBeacon('/v1/batch', new Blob([bodyOf(calls)], { type: 'application/json' })),
  },
});

export function startTracking(): void {
  addEventListener('pagehide', () => tracker.leave());
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && tracker.leave());
}

export const track = (event: string, properties?: Record<string, unknown>) => tracker.track(event, properties);
