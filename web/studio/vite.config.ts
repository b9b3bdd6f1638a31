import { defineConfig } from 'vite';
import { base } from '../vite.base.ts';

const shared = base('studio', 'assets');

// Font preloads of the shared part point at the root; the studio lives under /studio/.
const plugins = (shared.plugins ?? []).flat().filter((each) => !each || !('name' in each) || each.name !== 'plaza-preload-fonts');

// `npx vite studio` (and `npx vite preview studio`) works on a running server: PLAZA_SERVER says where.
const target = process.env.PLAZA_SERVER ?? 'http://127.0.0.1:8080';
// The server takes writes from its own pages only, so the requests carry its own address.
const proxy = Object.fromEntries(
  ['/v1', '/media', '/icons'].map((path) => [path, { target, changeOrigin: true, headers: { origin: target } }]),
);

export default defineConfig({ ...shared, base: '/studio/', plugins, server: { proxy }, preview: { proxy } });
