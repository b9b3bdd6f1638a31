// The storefront without a connection: the shell, the files of the build, the last feed and the last
// pictures. Rules: pages and the API come from the network first; what never changes under its name comes
// from the cache first; anything that is not a GET is never touched, nor is anything of an account or cart.
const version = 'v1';
const shellCache = `plaza-shell-${version}`;
const assetCache = `plaza-assets-${version}`;
const feedCache = `plaza-feed-${version}`;
const mediaCache = `plaza-media-${version}`;
const ours = [shellCache, assetCache, feedCache, mediaCache];
const assetsKept = 150;
const picturesKept = 80;
const networkMs = 6000;

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(shellCache).then((cache) => cache.add(new Request('/', { cache: 'reload' }))).catch(() => {}));
  self.skipWaiting();
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith('plaza-') && !ours.includes(name)).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

async function trim(cache, most) {
  const keys = await cache.keys();
  for (const key of keys.slice(0, Math.max(0, keys.length - most))) await cache.delete(key);
}

async function cacheFirst(request, name, most) {
  const cache = await caches.open(name);
  const kept = await cache.match(request);
  if (kept) return kept;
  const reply = await fetch(request);
  if (reply.status === 200) {
    await cache.put(request, reply.clone());
    void trim(cache, most);
  }
  return reply;
}

async function networkFirst(request, name, key) {
  const cache = await caches.open(name);
  const waiting = new AbortController();
  const timer = setTimeout(() => waiting.abort(), networkMs);
  try {
    const reply = await fetch(request, { signal: waiting.signal });
    if (reply.status === 200) await cache.put(key, reply.clone());
    return reply;
  } catch (error) {
    const kept = await cache.match(key);
    if (kept) return kept;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function page(request) {
  // Only the front page is kept, as the shell of all: others may show what is private.
  if (new URL(request.url).pathname === '/') return networkFirst(request, shellCache, '/');
  try {
    return await fetch(request);
  } catch (error) {
    const shell = await caches.match('/', { cacheName: shellCache });
    if (shell) return shell;
    throw error;
  }
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin || url.pathname.startsWith('/studio')) return;
  if (request.mode === 'navigate') return event.respondWith(page(request));
  if (url.pathname.startsWith('/assets/')) return event.respondWith(cacheFirst(request, assetCache, assetsKept));
  if (url.pathname === '/v1/feed' && !url.searchParams.has('cursor')) return event.respondWith(networkFirst(request, feedCache, url.href));
  if (url.pathname.startsWith('/media/') && request.destination === 'image') return event.respondWith(cacheFirst(request, mediaCache, picturesKept));
});

// A message of the shop. What cannot be read is shown as news without words: browsers want something shown for each.
self.addEventListener('push', (event) => {
  let told = {};
  try {
    told = event.data?.json() ?? {};
  } catch {
    told = {};
  }
  const url = typeof told.url === 'string' && /^\/(?![/\\])/.test(told.url) ? told.url : '/notifications';
  const options = { body: String(told.text ?? ''), icon: '/icons/icon-192.png', badge: '/icons/icon-192.png', data: { url } };
  if (told.tag) options.tag = String(told.tag);
  event.waitUntil(self.registration.showNotification(String(told.title || '…'), options));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const { url } = event.notification.data;
  event.waitUntil(
    self.clients.matchAll({ type: 'window' }).then((open) => {
      const there = open.find((each) => new URL(each.url).pathname === url);
      return there ? there.focus() : self.clients.openWindow(url);
    }),
  );
});
