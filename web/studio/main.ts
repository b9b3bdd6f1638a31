import '$shared/base.css';
import './studio.css';
import { mount } from 'svelte';
import { configureApi } from '$shared/api/client';
import { addMessages, asLocale, currentLocale, setLocale, type Messages } from '$shared/i18n/index.svelte';
import { startTheme } from '$shared/theme.svelte';
import App from './app/App.svelte';
import { startKeys } from './app/keys.svelte';
import { startRouter } from './app/router.svelte';
import { loadSession, session } from './app/session.svelte';

async function start(): Promise<void> {
  startTheme();
  addMessages(async (locale) => {
    const [common, own] = await Promise.all(
      locale === 'vi'
        ? [import('$shared/i18n/vi.json'), import('./i18n/vi.json')]
        : [import('$shared/i18n/en.json'), import('./i18n/en.json')],
    );
    return { ...(common.default as Messages), ...(own.default as Messages) };
  });
  const chosen = asLocale(localStorage.getItem('plaza.lang')) ?? asLocale(navigator.language) ?? 'en';
  await setLocale(chosen);
  configureApi({
    locale: currentLocale(),
    // The session ended elsewhere: what is on screen stays, and signing in again is asked for over it.
    onUnauthorised: (code) => {
      if (code !== 'identity.bad_credentials' && session.account) session.expired = true;
    },
  });
  startRouter();
  startKeys();
  mount(App, { target: document.getElementById('app') as HTMLElement });
  void loadSession();
}

void start();
