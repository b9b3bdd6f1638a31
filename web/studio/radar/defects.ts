// Where the words behind a signal are.
import type { Evidence } from './api';

export function addressOfEvidence(each: Evidence): string | null {
  switch (each.source) {
    case 'returned':
      return each.about.startsWith('rtn_') ? `/studio/returns/${each.about}` : `/studio/returns/${each.about}?desk=claims`;
    case 'reviewed':
      return `/studio/reviews/${each.about}`;
    case 'asked':
      return '/studio/reviews?desk=questions';
    case 'talked':
      return `/studio/inbox/${each.about}`;
    default:
      return null;
  }
}

/** "1 in 40,000", as a person says a small chance; null when it is none that is small. */
export function oneIn(chance: number): number | null {
  if (!(chance > 0) || chance > 0.05) return null;
  const exact = Math.min(1 / chance, 1e9);
  const step = 10 ** Math.max(0, Math.floor(Math.log10(exact)) - 1);
  return Math.floor(exact / step) * step;
}
