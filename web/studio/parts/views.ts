// Filters kept under a name: kept in this browser, newest last.
export interface View {
  name: string;
  /** The filters as they stand in the address, without its "?". */
  filters: string;
}

export const viewsMax = 20;
export const nameMax = 40;

/** The same filters always make the same text, whatever the order they were chosen in. */
export function filtersOf(query: URLSearchParams): string {
  const kept = new URLSearchParams([...query].filter(([, value]) => value !== ''));
  kept.sort();
  return kept.toString();
}

/** What was stored, as far as it can be understood. */
export function readViews(text: string | null): View[] {
  try {
    const found: unknown = JSON.parse(text ?? '[]');
    if (!Array.isArray(found)) return [];
    return found
      .filter((each): each is View => typeof each?.name === 'string' && typeof each?.filters === 'string' && each.name.trim() !== '')
      .slice(0, viewsMax)
      .map(({ name, filters }) => ({ name: name.slice(0, nameMax), filters }));
  } catch {
    return [];
  }
}

/** A name used before means the new filters. The oldest goes when there are too many. */
export function withView(views: readonly View[], name: string, filters: string): View[] {
  const said = name.trim().slice(0, nameMax);
  if (!said) return [...views];
  return [...views.filter((each) => each.name !== said), { name: said, filters }].slice(-viewsMax);
}

export const withoutView = (views: readonly View[], name: string): View[] => views.filter((each) => each.name !== name);
