import { shop } from '$shared/api/shop';
import { track } from '$shared/analytics';
import { wordsFor } from '$shared/errors';
import { t } from '$shared/i18n/index.svelte';
import { toast } from '$shared/toast.svelte';
import { withAccount } from '../app/session.svelte';

/** Keeps a product for later, or stops keeping it; `then` hears what it became. */
export function saveProduct(product: { id: string; title: string }, on: boolean, then: (saved: boolean) => void = () => {}): void {
  withAccount(t('why_sign_in.save'), () => {
    then(on);
    shop.saveProduct(product.id, on).then(
      () => {
        if (!on) return;
        track('Product Added to Wishlist', { product_id: product.id });
        toast(t('product_saved', { title: product.title }));
      },
      (error: unknown) => {
        then(!on);
        toast(wordsFor(error), { kind: 'error' });
      },
    );
  });
}
