// Changes the language, here and for the server's pages.
import { configureApi } from '$shared/api/client';
import { setLocale, type Locale } from '$shared/i18n/index.svelte';

export async function speak(locale: Locale): Promise<void> {
  await setLocale(locale);
  configureApi({ locale });
  localStorage.setItem('plaza.lang', locale);
  document.cookie = `plaza_lang=${locale}; path=/; max-age=31536000; SameSite=Lax`;
}
