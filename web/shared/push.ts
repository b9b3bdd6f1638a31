// Messages on this device. The browser is asked only after a click; one service worker serves the shop and the studio.
import { api } from './api/client';

export interface PushDevice {
  id: string;
  name: string;
  service: string;
  created_at: string;
  sent_at: string | null;
  here: boolean;
}
/** none: this browser cannot. blocked: it was told never to. */
export type PushState = 'none' | 'blocked' | 'off' | 'on';

const e = encodeURIComponent;
const possible = () => 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

export const pushDevices = {
  list: () => api.get<{ items: PushDevice[] }>('/v1/me/push_devices'),
  remove: (id: string) => api.delete<void>(`/v1/me/push_devices/${e(id)}`),
  trial: () => api.post<{ devices: number }>('/v1/me/push_trials'),
};

function bytesOf(key: string): Uint8Array<ArrayBuffer> {
  const text = atob(key.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

const isSame = (kept: ArrayBuffer | null, key: Uint8Array): boolean => {
  const bytes = kept ? new Uint8Array(kept) : null;
  return bytes !== null && bytes.length === key.length && bytes.every((each, i) => each === key[i]);
};

export async function pushState(devices: readonly PushDevice[]): Promise<PushState> {
  if (!possible()) return 'none';
  if (Notification.permission === 'denied') return 'blocked';
  const registration = await navigator.serviceWorker.getRegistration('/').catch(() => undefined);
  const subscription = await registration?.pushManager.getSubscription().catch(() => null);
  return subscription && devices.some((each) => each.here) ? 'on' : 'off';
}

/** In a click's handler. Gives what it is then. */
export async function allowPush(name: string): Promise<PushState> {
  if (!possible()) return 'none';
  if ((await Notification.requestPermission()) !== 'granted') return Notification.permission === 'denied' ? 'blocked' : 'off';
  const key = bytesOf((await api.get<{ public_key: string }>('/v1/push_key')).public_key);
  await navigator.serviceWorker.register('/sw.js');
  const { pushManager } = await navigator.serviceWorker.ready;
  const before = await pushManager.getSubscription();
  if (before && !isSame(before.options.applicationServerKey, key)) await before.unsubscribe();
  const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const { endpoint, keys } = subscription.toJSON();
  await api.post<PushDevice>('/v1/me/push_devices', { endpoint, keys: { p256dh: keys?.p256dh, auth: keys?.auth }, name });
  return 'on';
}

export async function refusePush(devices: readonly PushDevice[]): Promise<void> {
  for (const each of devices) if (each.here) await pushDevices.remove(each.id);
  const registration = await navigator.serviceWorker.getRegistration('/');
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
}
