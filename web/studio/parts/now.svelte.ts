// The time, for "3 min ago" that goes on being true. One clock for all of the page.
const clock = $state({ now: new Date() });
if (typeof window !== 'undefined') setInterval(() => (clock.now = new Date()), 10_000);

export const currentTime = (): Date => clock.now;
