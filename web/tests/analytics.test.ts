import { describe, expect, it } from 'vitest';
import { Tracker, type Call } from '../shared/analytics/queue';
import { WatchTimer, type Watched } from '../shared/analytics/watch';

function setting(post: (calls: Call[]) => Promise<void>, beacon: (calls: Call[]) => boolean = () => true) {
  const timers: { run: () => void; wait: number }[] = [];
  let number = 0;
  const tracker = new Tracker({
    wire: { post, beacon },
    anonymousId: () => 'vis_1',
    now: () => new Date('2026-11-21T12:00:00Z'),
    newId: () => `m${++number}`,
    later: (run, wait) => timers.push({ run, wait }),
  });
  return { tracker, timers };
}

describe('the tracker', () => {
  it('gathers calls and sends them as one batch after a quiet moment', async () => {
    const sent: Call[][] = [];
    const { tracker, timers } = setting(async (calls) => void sent.push(calls));
    tracker.track('Tag Tapped', { post_id: 'p', product_id: 'q' });
    tracker.page('feed');
    expect(timers).toHaveLength(1);
    await tracker.flush();
    expect(sent).toEqual([
      [
        { type: 'track', event: 'Tag Tapped', properties: { post_id: 'p', product_id: 'q' }, messageId: 'm1', timestamp: '2026-11-21T12:00:00.000Z', anonymousId: 'vis_1' },
        { type: 'page', name: 'feed', properties: {}, messageId: 'm2', timestamp: '2026-11-21T12:00:00.000Z', anonymousId: 'vis_1' },
      ],
    ]);
    expect(tracker.waiting).toBe(0);
  });
  it('keeps a batch that did not get through, and waits longer each time', async () => {
    let works = false;
    const { tracker, timers } = setting(async () => {
      if (!works) throw new Error('offline');
    });
    tracker.track('A');
    timers.shift()?.run();
    await new Promise((done) => setImmediate(done));
    expect(tracker.waiting).toBe(1);
    expect(timers[0]?.wait).toBe(3000);
    works = true;
    await tracker.flush();
    expect(tracker.waiting).toBe(0);
  });
  it('sends a full batch at once', () => {
    const sent: Call[][] = [];
    const { tracker } = setting(async (calls) => void sent.push(calls));
    for (let each = 0; each < 50; each += 1) tracker.track('A');
    expect(sent[0]).toHaveLength(50);
  });
  it('keeps the newest 500 while nothing gets through', async () => {
    const { tracker } = setting(() => Promise.reject(new Error('offline')));
    for (let each = 0; each < 700; each += 1) tracker.track('A');
    await new Promise((done) => setImmediate(done));
    expect(tracker.waiting).toBe(500);
  });
  it('hands everything to the beacon when the page is left', () => {
    const sent: number[] = [];
    const { tracker } = setting(
      () => new Promise(() => {}),
      (calls) => sent.push(calls.length) > 0,
    );
    for (let each = 0; each < 49; each += 1) tracker.track('A');
    tracker.leave();
    expect(sent).toEqual([49]);
    expect(tracker.waiting).toBe(0);
  });
  it('keeps what the beacon would not take', () => {
    const { tracker } = setting(
      () => new Promise(() => {}),
      () => false,
    );
    tracker.track('A');
    tracker.leave();
    expect(tracker.waiting).toBe(1);
  });
});

describe('watch time', () => {
  function watching() {
    let now = 0;
    const reports: Watched[] = [];
    const timer = new WatchTimer(
      () => now,
      (watched) => reports.push(watched),
    );
    return { timer, reports, wait: (milliseconds: number) => (now += milliseconds) };
  }
  it('is reported when the next post comes', () => {
    const { timer, reports, wait } = watching();
    timer.start('p1', 'i1');
    wait(1800);
    timer.start('p2', 'i2');
    expect(reports).toEqual([{ post_id: 'p1', impression_id: 'i1', watch_ms: 1800 }]);
  });
  it('stands still while the tab is hidden', () => {
    const { timer, reports, wait } = watching();
    timer.start('p1', 'i1');
    wait(1000);
    timer.pause();
    wait(60_000);
    timer.resume();
    wait(500);
    timer.end();
    expect(reports[0]?.watch_ms).toBe(1500);
  });
  it('is not reported for a post scrolled past', () => {
    const { timer, reports, wait } = watching();
    timer.start('p1', 'i1');
    wait(200);
    timer.end();
    expect(reports).toEqual([]);
  });
  it('goes on when the same post is started again, and ends once', () => {
    const { timer, reports, wait } = watching();
    timer.start('p1', 'i1');
    wait(300);
    timer.start('p1', 'i1');
    wait(300);
    timer.end();
    timer.end();
    expect(reports).toEqual([{ post_id: 'p1', impression_id: 'i1', watch_ms: 600 }]);
  });
});
