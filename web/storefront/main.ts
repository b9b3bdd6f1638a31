import '$shared/base.css';
import './first.css';
import { mount } from 'svelte';
import { configureApi } from '$shared/api/client';
import { startTracking, tracker } from '$shared/analytics';
import { addMessages, asLocale, currentLocale, setLocale, t, type Locale, type Messages } from '$shared/i18n/index.svelte';
import { startTheme } from '$shared/theme.svelte';
import { toast } from '$shared/toast.svelte';
import App from './app/App.svelte';
import { brand } from './app/boot';
import { takeNotice } from './app/currency';
import { startLive } from './app/live.svelte';
import { router, startRouter } from './app/router.svelte';
import { loadMe, session } from './app/session.svelte';
import { bag, claimBag, loadBag } from './bag/bag.svelte';
import { startChat } from './messages/chat.svelte';

function keepLocale(locale: Locale): void {
  localStorage.setItem('plaza.lang', locale);
  document.cookie = `plaza_lang=${locale}; path=/; max-age=31536000; SameSite=Lax`;
}

function chosenLocale() {
  const asked = new URLSearchParams(location.search).get('lang');
  if (asLocale(asked)) keepLocale(asLocale(asked) as Locale);
  return (
    asLocale(asked) ??
    asLocale(localStorage.getItem('plaza.lang')) ??
    asLocale(document.documentElement.lang === 'vi' ? 'vi' : null) ??
    asLocale(navigator.language) ??
    asLocale(brand.locale) ??
    'en'
  );
}

async function start(): Promise<void> {
  startTheme();
  addMessages(async (locale) => {
    const words = locale === 'vi' ? await import('$shared/i18n/vi.json') : await import('$shared/i18n/en.json');
    return words.default as Messages;
  });
  // The words and the page's code come together; the server's readable page stands until both are here.
  const page = startRouter();
  await setLocale(chosenLocale());
  configureApi({
    locale: currentLocale(),
    // A session that ended elsewhere: what is shown as mine is no longer true.
    onUnauthorised: (code) => {
      if (session.account && code !== 'identity.bad_credentials') void loadMe();
    },
  });
  await page;
  const root = document.getElementById('app') as HTMLElement;
  root.replaceChildren();
  mount(App, { target: root });
  if (takeNotice()) toast(t('currency_unfit'), { action: { label: t('see_bag'), run: () => (bag.open = true) } });
  startTracking();
  tracker.page(router.visit?.route ?? '', { path: location.pathname });
  void loadMe().then(() => (bag.key ? undefined : claimBag()));
  void loadBag();
  startLive();
  startChat();
  if (import.meta.env.PROD && 'serviceWorker' in navigator) {
    void navigator.serviceWorker.register('/sw.js').catch(() => {});
  }
}

void start();
