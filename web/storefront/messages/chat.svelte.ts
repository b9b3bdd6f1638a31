// What every page knows of the chat with the brand: whether the sheet is open, whether there is a chat at all (then the page listens
// for answers), and how many wait to be read. Small: it comes with the first page.
const kept = 'plaza.chat';

export const chat = $state({ open: false, unread: 0 });

function remembered(): boolean {
  try {
    return localStorage.getItem(kept) === '1';
  } catch {
    return false;
  }
}

export function hasChat(there: boolean): void {
  try {
    if (there) localStorage.setItem(kept, '1');
    else localStorage.removeItem(kept);
  } catch {
    // Private windows may refuse.
  }
}

/** Listens for answers while the sheet is closed, if there ever was a chat; the mail about an answer leads to the open sheet. */
export function startChat(): void {
  const query = new URLSearchParams(location.search);
  if (query.get('chat') === '1') chat.open = true;
  if (!remembered()) return;
  const begin = async () => {
    const { messaging } = await import('./api');
    const { listen } = await import('./socket.svelte');
    const count = () => messaging.unread().then((found) => (chat.open ? null : (chat.unread = found.chat)), () => {});
    listen({
      message: (message) => {
        if (message.author.kind === 'brand' && !chat.open) chat.unread += 1;
      },
      ask: () => void count(),
    });
  };
  setTimeout(() => void begin(), 1_500);
}
