// Who is looking. What needs an account asks for it in a sheet and then goes on where it was.
import { account } from '$shared/api/account';
import { setVisitorId } from '$shared/analytics';
import type { AccountView, MeView } from '$shared/types';
import { boot } from './boot';

interface Session {
  account: AccountView | null;
  roles: string[];
  unread: number;
  known: boolean;
  /** Why the sign-in sheet is open, and what to do when it worked. */
  asking: { why: string; then: () => void } | null;
}

export const session = $state<Session>({ account: null, roles: [], unread: 0, known: false, asking: null });

export function becomes(me: MeView | null): void {
  session.account = me?.account ?? null;
  session.roles = me?.roles ?? [];
  session.unread = me?.unread ?? 0;
  session.known = true;
  setVisitorId(me?.visitor);
}

export async function loadMe(): Promise<void> {
  if (boot.me) becomes(boot.me);
  try {
    becomes(await account.me());
  } catch {
    session.known = true;
  }
}

/** Runs `then` at once for someone signed in, else after they signed in. */
export function withAccount(why: string, then: () => void): void {
  if (session.account) then();
  else session.asking = { why, then };
}

export async function signOut(everywhere: boolean): Promise<void> {
  await (everywhere ? account.signOutEverywhere() : account.signOut());
  session.account = null;
  session.roles = [];
  session.unread = 0;
}
