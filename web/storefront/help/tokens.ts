// The keys of the conversations that were begun on this device without an account.
const place = 'plaza.help';
const most = 30;

function read(): Record<string, string> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place) ?? '{}');
    return kept !== null && typeof kept === 'object' ? (kept as Record<string, string>) : {};
  } catch {
    return {};
  }
}

export const helpToken = (id: string): string | null => read()[id] ?? null;

export function keepHelpToken(id: string, token: string): void {
  const all = Object.entries({ ...read(), [id]: token }).slice(-most);
  try {
    localStorage.setItem(place, JSON.stringify(Object.fromEntries(all)));
  } catch {
    // Without room the mail's link still opens it.
  }
}
