// Words by key. English and Vietnamese are two JSON files with the same keys (a test holds them
// together); only the one in use is fetched. `{name}` is filled in; a key with `.one`/`.other`
// twins is chosen by the number.
export type Locale = 'en' | 'vi';
export type Messages = Record<string, string>;

export const locales: readonly { code: Locale; name: string }[] = [
  { code: 'en', name: 'English' },
  { code: 'vi', name: 'Tiếng Việt' },
];

const state = $state<{ locale: Locale; messages: Messages }>({ locale: 'en', messages: {} });
const loaders: ((locale: Locale) => Promise<Messages>)[] = [];

export function asLocale(text: string | null | undefined): Locale | null {
  const language = (text ?? '').slice(0, 2).toLowerCase();
  return locales.find((each) => each.code === language)?.code ?? null;
}

/** A front end (or a lazily loaded part of one) brings its own words before setLocale(). */
export function addMessages(load: (locale: Locale) => Promise<Messages>): void {
  loaders.push(load);
}

export async function setLocale(locale: Locale): Promise<void> {
  const parts = await Promise.all(loaders.map((load) => load(locale)));
  state.messages = Object.assign({}, ...parts) as Messages;
  state.locale = locale;
  if (typeof document !== 'undefined') document.documentElement.lang = locale;
}

export function currentLocale(): Locale {
  return state.locale;
}

export type Params = Record<string, string | number>;

export function fill(text: string, params?: Params): string {
  return params ? text.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole)) : text;
}

export function t(key: string, params?: Params): string {
  return fill(state.messages[key] ?? key, params);
}

/** Whether there are words for a key: error codes fall back to the server's own sentence. */
export function hasWords(key: string): boolean {
  return key in state.messages;
}

const plurals = new Map<Locale, Intl.PluralRules>();

export function tn(key: string, count: number, params?: Params): string {
  let rules = plurals.get(state.locale);
  if (!rules) plurals.set(state.locale, (rules = new Intl.PluralRules(state.locale)));
  const form = `${key}.${rules.select(count)}`;
  const chosen = form in state.messages ? form : `${key}.other`;
  return t(chosen, { count: new Intl.NumberFormat(state.locale).format(count), ...params });
}
