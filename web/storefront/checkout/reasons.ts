// The server explains a total in English sentences with stable codes; these are the words for the codes.
import { t, tn } from '$shared/i18n/index.svelte';
import type { TotalsReason } from '$shared/types';

const rateIn = (text: string): string => /[\d.,]+ ?%/.exec(text)?.[0].replace(' ', '\u00a0') ?? '';

export function wordsOf(reason: TotalsReason, count: number, shippingName?: string): string {
  const code = /^Code (.+)$/.exec(reason.text)?.[1];
  switch (reason.code) {
    case 'items':
      return tn('pieces', count);
    case 'discount':
      if (code) return t('reason.code', { code });
      return reason.text === 'Discount' ? t('discount') : reason.text;
    case 'shipping':
    case 'shipping_free':
      return shippingName ? `${t('delivery')} · ${shippingName}` : t('delivery');
    case 'tax':
      return t('reason.tax', { rate: rateIn(reason.text) });
    case 'tax_included':
      return t('reason.tax_included', { rate: rateIn(reason.text) });
    case 'tax_exempt':
      return t('reason.tax_exempt');
    default:
      return reason.text;
  }
}
