// What a discount does, in a few words.
import { formatMoney } from '$shared/format';
import { currentLocale, t } from '$shared/i18n/index.svelte';
import type { Discount } from '../data/selling';
import { percentSaid } from '../parts/percent';

export function doesOf(discount: Discount): string {
  const locale = currentLocale();
  switch (discount.kind) {
    case 'percent':
      return t('discount_does.percent', { percent: percentSaid(discount.percent_bp, 100, locale) });
    case 'amount':
      return t('discount_does.amount', { amount: discount.amount ? formatMoney(discount.amount, locale, 'short') : '–' });
    case 'free_shipping':
      return t('discount_does.free_shipping');
    default: {
      const gets = discount.buy_get;
      const percent = percentSaid(gets?.off_bp ?? 10_000, 100, locale);
      const holes = { buy: gets?.buy_quantity ?? 1, get: gets?.get_quantity ?? 1, percent };
      return percent === '100' ? t('discount_does.free_one', holes) : t('discount_does.buy_x_get_y', holes);
    }
  }
}

/** Of a discount without a limit the server counts no further than this. */
export const usesOf = (discount: Discount): string => {
  const count = new Intl.NumberFormat(currentLocale()).format(discount.uses);
  if (discount.uses_max) return `${count} / ${new Intl.NumberFormat(currentLocale()).format(discount.uses_max)}`;
  return discount.uses >= 100_000 ? `${count}+` : count;
};
