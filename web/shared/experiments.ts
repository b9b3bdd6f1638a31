// What this person is given of the experiments that run: asked once for the page's life, and told when it is shown.
//
//   if ((await variantOf('buy-button')) === 'big') …
//
// Null: show what is always shown. An experiment that cannot be asked about never keeps a page from working.
import { api } from './api/client';

interface Assignments {
  held_out: boolean;
  items: { experiment: string; variant: string }[];
}

let asked: Promise<Map<string, string>> | null = null;
const told = new Set<string>();

/** After signing in or out: somebody else may sit here now. */
export function forgetVariants(): void {
  asked = null;
  told.clear();
}

async function ask(): Promise<Map<string, string>> {
  try {
    const { items } = await api.get<Assignments>('/v1/experiments/assignments');
    return new Map(items.map((each) => [each.experiment, each.variant]));
  } catch {
    asked = null;
    return new Map();
  }
}

/** Call it where the variant is shown: from here on the person counts for the experiment. */
export async function variantOf(experiment: string): Promise<string | null> {
  asked ??= ask();
  const variant = (await asked).get(experiment) ?? null;
  if (variant === null || told.has(experiment)) return variant;
  told.add(experiment);
  try {
    await api.post('/v1/experiments/exposures', { experiment });
  } catch {
    told.delete(experiment);
  }
  return variant;
}
