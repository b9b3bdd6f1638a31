// What was searched for on this device, newest first.
const place = 'plaza.searches';
const kept = 8;

export function addRecent(list: readonly string[], query: string): string[] {
  const text = query.trim();
  if (!text) return [...list];
  return [text, ...list.filter((each) => each.toLowerCase() !== text.toLowerCase())].slice(0, kept);
}

export function readRecent(): string[] {
  try {
    const list = JSON.parse(localStorage.getItem(place) ?? '[]') as unknown;
    return Array.isArray(list) ? list.filter((each): each is string => typeof each === 'string').slice(0, kept) : [];
  } catch {
    return [];
  }
}

export const keepRecent = (list: string[]) => localStorage.setItem(place, JSON.stringify(list));
