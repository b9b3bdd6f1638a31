// The words of the reasons, as the policy names them. Asked once, and again when the policy was changed.
import { currentLocale, t } from '$shared/i18n/index.svelte';
import { afterSale, type ReturnPolicy } from '../data/after_sale';

const known = $state<{ policy: ReturnPolicy | null }>({ policy: null });
let asked = false;

export const keepPolicy = (policy: ReturnPolicy): void => void (known.policy = policy);

export function reasonOf(code: string): string {
  if (!asked) {
    asked = true;
    void afterSale.policy().then(keepPolicy, () => (asked = false));
  }
  if (code === 'other') return t('reason_other');
  const found = known.policy?.reasons.find((each) => each.code === code);
  if (!found) return code.replaceAll('_', ' ');
  return currentLocale() === 'vi' ? found.label_vi : found.label;
}
