import { currentLocale, t } from '$shared/i18n/index.svelte';
import type { Consent, Person } from '../data/types';

export const nameOf = (person: Person): string =>
  person.display_name || (person.handle ? `@${person.handle}` : null) || (person.kind === 'visitor' ? t('visitor_name', { id: person.id.slice(0, 18) }) : person.id);

/** "Marketing by e-mail", "Personal feed". */
export const purposeOf = (consent: Pick<Consent, 'purpose' | 'channel'>): string =>
  t(consent.purpose === 'marketing' ? `purpose.marketing_${consent.channel}` : `purpose.${consent.purpose}`);

/** How sure a link is: 960 thousandths are "96 %". */
export const sureOf = (thousandths: number): string => new Intl.NumberFormat(currentLocale(), { style: 'percent' }).format(thousandths / 1000);
