// Whether a product is sold as a drop, asked once in a while.
import { drops } from '$shared/api/drops';
import type { DropView } from '$shared/types';

const known = new Map<string, { at: number; drop: Promise<DropView | null> }>();
const freshMs = 20_000;

/** The drop that runs or comes; null when the product is sold as others are, or when the shop cannot say. */
export function dropOf(handle: string): Promise<DropView | null> {
  const kept = known.get(handle);
  if (kept && Date.now() - kept.at < freshMs) return kept.drop;
  const drop = drops.of(handle).then(
    (list) => list.items[0] ?? null,
    () => null,
  );
  known.set(handle, { at: Date.now(), drop });
  return drop;
}
