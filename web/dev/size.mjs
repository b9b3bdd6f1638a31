// What a first visit of each route downloads in script, compressed: the entry, the route, the words, and
// everything those import at once. Fails over 100 kB. Run after `npm run build:storefront`.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

const limit = 100_000;
const dist = resolve(import.meta.dirname, '../dist/storefront');
const manifest = JSON.parse(readFileSync(resolve(dist, 'routes.json'), 'utf8'));
const sizes = new Map();
const size = (file) => {
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(resolve(dist, file)), { level: 9 }).length);
  return sizes.get(file);
};
function files(key, found = new Set()) {
  const chunk = manifest[key];
  if (!chunk || found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const each of chunk.imports ?? []) files(each, found);
  return found;
}
const pages = Object.keys(manifest).filter((key) => /Page\.svelte$/.test(key) && manifest[key].isDynamicEntry);
const words = Object.keys(manifest).find((key) => key.endsWith('i18n/vi.json'));
let worst = 0;
for (const page of pages) {
  const found = files('index.html');
  files(page, found);
  files(words, found);
  const total = [...found].reduce((sum, file) => sum + size(file), 0);
  worst = Math.max(worst, total);
  console.log(`${(total / 1000).toFixed(1).padStart(6)} kB  ${page}`);
}
console.log(`largest first load ${(worst / 1000).toFixed(1)} kB of ${limit / 1000} kB`);
if (worst > limit || worst === 0) process.exit(1);
