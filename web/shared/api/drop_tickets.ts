// Places in the lines of drops, kept on this device: they go along with whatever puts a drop's product into a cart.
const prefix = 'plaza_drop_';
const sentMax = 8;

export const keptTicket = (dropId: string): string | null => localStorage.getItem(prefix + dropId);

export function keepTicket(dropId: string, ticket: string | null): void {
  if (ticket) localStorage.setItem(prefix + dropId, ticket);
  else localStorage.removeItem(prefix + dropId);
}

/** The header Plaza-Drop-Ticket: the newest of them, or nothing. */
export function dropTickets(): Record<string, string> | undefined {
  if (typeof localStorage === 'undefined') return undefined;
  const kept = Object.keys(localStorage).filter((key) => key.startsWith(prefix)).sort().slice(-sentMax);
  const tickets = kept.map((key) => localStorage.getItem(key) ?? '').filter((text) => /^[\w.-]{1,300}$/.test(text));
  return tickets.length > 0 ? { 'Plaza-Drop-Ticket': tickets.join(',') } : undefined;
}
