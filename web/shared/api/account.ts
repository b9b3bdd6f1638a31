// Who is acting: accounts, sessions, settings.
import { api } from './client';
import type { AccountView, MeView, Page, SessionView } from '../types';

/** Whether a kind of notification is mailed too, and sent to devices. Not said: stays. */
export interface MailPreference {
  kind: string;
  mail: boolean;
  push?: boolean | null;
}

/** What a person agreed to, for one purpose and channel. */
export interface MyConsent {
  purpose: 'marketing' | 'personalization' | 'analytics' | 'sharing';
  channel: 'email' | 'sms' | 'push' | 'onsite';
  state: 'never_asked' | 'given' | 'withdrawn';
  allowed: boolean;
  source: string;
}

export interface SignedIn {
  account: AccountView;
  token: string;
}

export const account = {
  me: () => api.get<MeView>('/v1/me'),
  update: (change: { display_name?: string; bio?: string; handle?: string; avatar_media_id?: string; locale?: string }) =>
    api.patch<MeView | AccountView>('/v1/me', change),
  changePassword: (current_password: string, password: string) =>
    api.post<unknown>('/v1/me/password', { current_password, password }),
  erase: (password: string) => api.post<unknown>('/v1/me/erasure', { password }),
  consents: () => api.get<{ items: MyConsent[]; gpc: boolean }>('/v1/me/consents'),
  /** `text_version` names the words that were shown. */
  setConsent: (consent: MyConsent, given: boolean, text_version: string) =>
    api.put<void>('/v1/me/consents', { choices: [{ purpose: consent.purpose, channel: consent.channel, given }], text_version }),
  takeAlong: () => api.get<unknown>('/v1/me/export'),
  mailPreferences: () => api.get<{ items: MailPreference[] }>('/v1/me/notification_preferences'),
  setMailPreferences: (items: MailPreference[]) =>
    api.patch<{ items: MailPreference[] }>('/v1/me/notification_preferences', { items }),
  signUp: (email: string, password: string, display_name: string) =>
    api.post<SignedIn>('/v1/accounts', { email, password, display_name }),
  signIn: (email: string, password: string) => api.post<SignedIn>('/v1/sessions', { email, password }),
  signOut: () => api.delete<void>('/v1/sessions/current'),
  signOutEverywhere: () => api.delete<void>('/v1/sessions'),
  sessions: () => api.get<Page<SessionView>>('/v1/sessions'),
  askVerification: () => api.post<unknown>('/v1/email_verifications'),
  verify: (token: string) => api.post<unknown>('/v1/email_verifications/confirm', { token }),
  askReset: (email: string) => api.post<unknown>('/v1/password_resets', { email }),
  reset: (token: string, password: string) => api.post<unknown>('/v1/password_resets/confirm', { token, password }),
};
