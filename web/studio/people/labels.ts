// Labels of a person's conversations stand among their traits, under names that only the shop can give.
const prefix = 'label:';

export function labelsOf(traits: Record<string, unknown> | null | undefined): string[] {
  return Object.entries(traits ?? {})
    .filter(([name, value]) => name.startsWith(prefix) && value === true)
    .map(([name]) => name.slice(prefix.length))
    .sort((a, b) => a.localeCompare(b));
}

/** What people and integrations told, one line each. */
export function plainTraits(traits: Record<string, unknown> | null | undefined): [string, unknown][] {
  return Object.entries(traits ?? {}).filter(([name, value]) => !name.startsWith(prefix) && value !== null && typeof value !== 'object');
}
