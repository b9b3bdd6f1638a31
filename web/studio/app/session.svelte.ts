// Who is at the desk.
import { account as accounts } from '$shared/api/account';
import { configureApi } from '$shared/api/client';
import { wordsFor } from '$shared/errors';
import { setLocale, type Locale } from '$shared/i18n/index.svelte';
import { toast } from '$shared/toast.svelte';
import type { AccountView } from '$shared/types';
import { mayEnter, rooms, type Role } from './rooms';

interface Session {
  account: AccountView | null;
  roles: string[];
  started: boolean;
  error: unknown;
  /** Signed in before, refused now: the sign-in form is shown over the work. */
  expired: boolean;
}

export const session = $state<Session>({ account: null, roles: [], started: false, error: null, expired: false });

export async function loadSession(): Promise<void> {
  try {
    const me = await accounts.me();
    session.account = me.account;
    session.roles = me.roles;
    session.error = null;
    if (me.account) session.expired = false;
  } catch (error) {
    session.error = error;
  } finally {
    session.started = true;
  }
}

export async function signIn(email: string, password: string): Promise<void> {
  await accounts.signIn(email, password);
  await loadSession();
}

/** Says so when it did not work: one is then still signed in. */
export async function signOut(): Promise<void> {
  try {
    await accounts.signOut();
  } catch (error) {
    toast(wordsFor(error), { kind: 'error' });
    return;
  }
  session.account = null;
  session.roles = [];
  session.expired = false;
}

/** Owners may do everything that any role may. */
export function may(...roles: Role[]): boolean {
  return session.roles.includes('owner') || roles.some((each) => session.roles.includes(each));
}

export const myRooms = () => rooms.filter((each) => mayEnter(each, session.roles));

export async function chooseLocale(locale: Locale): Promise<void> {
  localStorage.setItem('plaza.lang', locale);
  document.cookie = `plaza_lang=${locale}; path=/; max-age=31536000; SameSite=Lax`;
  configureApi({ locale });
  await setLocale(locale);
}
