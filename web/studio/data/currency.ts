// The store's currency, as the server counts in it. Asked once.
import { admin } from './admin';

let known: Promise<string> | null = null;

export function shopCurrency(): Promise<string> {
  known ??= admin
    .overview()
    .then((each) => each.now.revenue_today.currency)
    .catch((error: unknown) => {
      known = null;
      throw error;
    });
  return known;
}
