// Two versions of one form put together, field by field.

export const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export function changedKeys<D extends object>(was: D, draft: D): (keyof D)[] {
  return (Object.keys(draft) as (keyof D)[]).filter((each) => !same(was[each], draft[each]));
}

/** What was typed onto what somebody else saved; `both`: fields that both changed, differently. */
export function mergeDrafts<D extends object>(was: D, theirs: D, mine: D): { merged: D; both: (keyof D)[] } {
  const touched = changedKeys(was, mine);
  const merged = { ...theirs };
  for (const each of touched) merged[each] = mine[each];
  return { merged, both: touched.filter((each) => !same(was[each], theirs[each]) && !same(theirs[each], mine[each])) };
}
