// Short words at the edge of the screen, with at most one thing to do about it.
export interface ToastItem {
  id: number;
  text: string;
  kind: 'plain' | 'error';
  action?: { label: string; run: () => void };
}

let next = 1;
export const toasts = $state<ToastItem[]>([]);

export function dismissToast(id: number): void {
  const index = toasts.findIndex((each) => each.id === id);
  if (index >= 0) toasts.splice(index, 1);
}

export function toast(text: string, options: { kind?: 'plain' | 'error'; action?: ToastItem['action'] } = {}): void {
  const id = next++;
  toasts.push({ id, text, kind: options.kind ?? 'plain', action: options.action });
  if (toasts.length > 3) toasts.shift();
  setTimeout(() => dismissToast(id), options.action ? 7000 : 4500);
}
