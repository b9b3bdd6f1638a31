import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lookAtChat, standBy } from '../care/standby';

class Line {
  static readonly OPEN = 1;
  static made: Line[] = [];
  readyState = 0;
  sent: string[] = [];
  onopen?: () => void;
  onmessage?: (event: { data: string }) => void;
  onclose?: () => void;
  constructor(readonly address: string) {
    Line.made.push(this);
  }
  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.readyState = 3;
    this.onclose?.();
  }
  open(): void {
    this.readyState = Line.OPEN;
    this.onopen?.();
  }
  tell(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}
const watching = (...thread_ids: string[]) => JSON.stringify({ type: 'watch', thread_ids });
const listener = () => ({ typing: vi.fn(), message: vi.fn(), changed: vi.fn() });

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', Line);
  vi.stubGlobal('location', { protocol: 'https:', host: 'shop.example' });
  Line.made = [];
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the line to the chat that an agent looks at', () => {
  it('watches the chat one stays at, and none on the way there', () => {
    const end = standBy();
    const line = Line.made[0]!;
    expect(line.address).toBe('wss://shop.example/v1/messages/socket');
    line.open();
    const left = lookAtChat('thr_1', listener());
    vi.advanceTimersByTime(100);
    left();
    const left2 = lookAtChat('thr_2', listener());
    vi.advanceTimersByTime(300);
    expect(line.sent).toEqual([watching('thr_2')]);
    left2();
    vi.advanceTimersByTime(300);
    expect(line.sent.at(-1)).toBe(watching());
    end();
  });
  it('tells what the customer of that chat does, and nothing else', () => {
    const end = standBy();
    const line = Line.made[0]!;
    line.open();
    const heard = listener();
    const left = lookAtChat('thr_1', heard);
    vi.advanceTimersByTime(300);
    line.tell({ type: 'typing', typing: { thread_id: 'thr_2', author_kind: 'account' } });
    line.tell({ type: 'typing', typing: { thread_id: 'thr_1', author_kind: 'brand' } });
    line.tell({ type: 'message', message: { thread_id: 'thr_1', author: { kind: 'brand' } } });
    line.tell({ type: 'never heard of' });
    expect([heard.typing, heard.message].map((each) => each.mock.calls.length)).toEqual([0, 0]);
    line.tell({ type: 'typing', typing: { thread_id: 'thr_1', author_kind: 'visitor' } });
    line.tell({ type: 'message', message: { thread_id: 'thr_1', author: { kind: 'visitor' } } });
    expect([heard.typing, heard.message].map((each) => each.mock.calls.length)).toEqual([1, 1]);
    const before = heard.changed.mock.calls.length;
    line.tell({ type: 'thread', thread: { thread_id: 'thr_1' } });
    expect(heard.changed.mock.calls.length).toBe(before + 1);
    left();
    line.tell({ type: 'typing', typing: { thread_id: 'thr_1', author_kind: 'visitor' } });
    expect(heard.typing.mock.calls.length).toBe(1);
    end();
  });
  it('watches again and looks anew when the line was away, until it is not needed', () => {
    const end = standBy();
    Line.made[0]!.open();
    const heard = listener();
    lookAtChat('thr_1', heard);
    vi.advanceTimersByTime(300);
    Line.made[0]!.close();
    vi.advanceTimersByTime(10_000);
    expect(Line.made.length).toBe(2);
    Line.made[1]!.open();
    vi.advanceTimersByTime(300);
    expect(Line.made[1]!.sent).toEqual([watching('thr_1')]);
    expect(heard.changed.mock.calls.length).toBe(2);
    end();
    vi.advanceTimersByTime(60_000);
    expect(Line.made.length).toBe(2);
  });
});
