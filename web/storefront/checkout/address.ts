// Where to send it and whom to tell: what is asked, what is wrong with it, and what this device
// remembers. The server judges; this only saves a round trip.
import type { Address } from '$shared/types';

export interface Contact {
  email: string;
  address: Address;
}

export type FieldErrors = Record<string, string>;

/** Field (as the server names it) to the key of the words that say what is wrong. */
export function problemsOf(contact: Contact): FieldErrors {
  const wrong: FieldErrors = {};
  const need = (field: string, value: string | undefined, most: number) => {
    const text = (value ?? '').trim();
    if (!text) wrong[field] = 'field.required';
    else if (text.length > most) wrong[field] = 'field.too_long';
  };
  const email = contact.email.trim();
  if (!email) wrong.email = 'field.required';
  else if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) wrong.email = 'field.not_email';
  need('shipping_address.name', contact.address.name, 120);
  need('shipping_address.line1', contact.address.line1, 200);
  need('shipping_address.city', contact.address.city, 120);
  need('shipping_address.postal_code', contact.address.postal_code, 20);
  need('shipping_address.country', contact.address.country, 2);
  return wrong;
}

/** Trimmed, and without the fields left empty. */
export function cleaned(contact: Contact): Contact {
  const address = Object.fromEntries(
    Object.entries(contact.address)
      .map(([key, value]) => [key, String(value ?? '').trim()] as const)
      .filter(([, value]) => value !== ''),
  ) as unknown as Address;
  return { email: contact.email.trim(), address };
}

const place = 'plaza.contact';

export function emptyContact(country: string): Contact {
  return {
    email: '',
    address: { name: '', line1: '', line2: '', city: '', region: '', postal_code: '', country, phone: '' },
  };
}

export function rememberedContact(country: string): Contact {
  const blank = emptyContact(country);
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? 'null') as Partial<Contact> | null;
    return { email: kept?.email ?? '', address: { ...blank.address, ...kept?.address } };
  } catch {
    return blank;
  }
}

export const rememberContact = (contact: Contact) => localStorage.setItem(place, JSON.stringify(contact));
export const forgetContact = () => localStorage.removeItem(place);

export const countries =
  'AT AU BE BG CA CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IT JP KR LT LU LV MT NL NO NZ PL PT RO SE SG SI SK TH TW US VN'.split(' ');

export function likelyCountry(languages: readonly string[], locale: string): string {
  for (const language of languages) {
    const region = /-([A-Z]{2})\b/.exec(language)?.[1];
    if (region && countries.includes(region)) return region;
  }
  return locale === 'vi' ? 'VN' : 'DE';
}

export function countryNames(codes: readonly string[], locale: string): { value: string; label: string }[] {
  const names = new Intl.DisplayNames([locale], { type: 'region' });
  return codes
    .map((value) => ({ value, label: names.of(value) ?? value }))
    .sort((a, b) => a.label.localeCompare(b.label, locale));
}

export function oneLine(address: Address, locale: string): string {
  const country = new Intl.DisplayNames([locale], { type: 'region' }).of(address.country || 'DE') ?? '';
  return [address.line1, address.line2, `${address.postal_code} ${address.city}`.trim(), country].filter(Boolean).join(', ');
}
