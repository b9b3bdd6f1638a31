// Keys. A part of the page registers what it answers to; the latest registration is asked first.
// While something is being typed only Escape and keys with Ctrl count.
import { go } from './router.svelte';
import { rooms } from './rooms';
import { myRooms } from './session.svelte';

export type Binding = Record<string, (event: KeyboardEvent) => void | false>;

const stack: Binding[] = [];
export const overlay = $state({ palette: false, help: false });

/** Use in an $effect: `$effect(() => bindKeys({...}))`. A handler that returns false passes the key on. */
export function bindKeys(binding: Binding): () => void {
  stack.push(binding);
  return () => {
    const index = stack.indexOf(binding);
    if (index >= 0) stack.splice(index, 1);
  };
}

export function isTyping(target: EventTarget | null): boolean {
  const node = target as HTMLElement | null;
  if (node?.tagName === 'INPUT' && (node as HTMLInputElement).type === 'checkbox') return false;
  return Boolean(node?.isContentEditable) || /^(INPUT|TEXTAREA|SELECT)$/.test(node?.tagName ?? '');
}

/** "Ctrl+k", "j", "Escape", "?": one name for a pressed key. */
export function nameOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey'>): string {
  const control = event.ctrlKey || event.metaKey ? 'Ctrl+' : '';
  return control + (event.key.length === 1 ? event.key.toLowerCase() : event.key);
}

let going = 0;

function goTo(key: string): boolean {
  const room = rooms.find((each) => each.key === key);
  if (!room || !myRooms().includes(room)) return false;
  go(room.path);
  return true;
}

function press(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  const name = nameOf(event);
  if (name === 'Ctrl+k') {
    event.preventDefault();
    overlay.palette = !overlay.palette;
    return;
  }
  if (document.querySelector('dialog[open]')) return;
  if (isTyping(event.target) && name !== 'Escape' && !name.startsWith('Ctrl+')) return;
  const now = event.timeStamp;
  if (going && now - going < 1200) {
    going = 0;
    if (goTo(name)) event.preventDefault();
    return;
  }
  going = 0;
  if (name === 'g') {
    going = now;
    return;
  }
  if (name === '?') {
    overlay.help = true;
    event.preventDefault();
    return;
  }
  for (let index = stack.length - 1; index >= 0; index -= 1) {
    const run = stack[index]?.[name];
    if (run && run(event) !== false) {
      event.preventDefault();
      return;
    }
  }
}

export function startKeys(): void {
  addEventListener('keydown', press);
}
