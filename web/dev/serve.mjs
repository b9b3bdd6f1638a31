// The storefront on a mock of the server: `npm run dev` (sources, reloading) or
// `node dev/serve.mjs --dist` (what `npm run build` made). PORT chooses the port (5173).
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, resolve } from 'node:path';
import { answer } from './mock/http.mjs';
import { drawn, filePath, typeOf } from './mock/pictures.mjs';
import './mock/shop.mjs';
import './mock/social.mjs';
import './mock/community.mjs';

const here = import.meta.dirname;
const dist = process.argv.includes('--dist') ? resolve(here, '../dist/storefront') : null;
const port = Number(process.env.PORT ?? 5173);
const vite = dist
  ? null
  : await (await import('vite')).createServer({
      configFile: resolve(here, '../storefront/vite.config.ts'),
      server: { middlewareMode: true },
      appType: 'custom',
    });
const types = { '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2', '.webmanifest': 'application/manifest+json', '.json': 'application/json', '.html': 'text/html' };

function file(response, path, type, cache) {
  response.writeHead(200, { 'Content-Type': type, 'Content-Length': statSync(path).size, 'Cache-Control': cache });
  createReadStream(path).pipe(response);
}

async function shell(url) {
  const source = readFileSync(dist ? join(dist, 'index.html') : resolve(here, '../storefront/index.html'), 'utf8');
  const html = vite ? await vite.transformIndexHtml(url.pathname, source) : source;
  const data = { route: null, data: null, me: null, brand: { name: 'Kilnlight', currency: 'EUR', locale: 'en', payment_providers: ['test'] } };
  return html
    .replace('<!--plaza:head-->', '<title>Kilnlight</title>')
    .replace('<!--plaza:data-->', `<script type="application/json" id="data">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>`);
}

createServer(async (request, response) => {
  const url = new URL(request.url, 'http://localhost');
  const path = decodeURIComponent(url.pathname);
  if (path.startsWith('/v1/') || path.startsWith('/mock/')) {
    if (await answer(request, response, url)) return;
    response.writeHead(404, { 'Content-Type': 'application/problem+json' });
    response.end(JSON.stringify({ title: `No route ${path}`, status: 404, code: 'http.no_route' }));
    return;
  }
  const still = /^\/media\/drawn\/(\d+)\.svg$/.exec(path);
  if (still) return response.writeHead(200, { 'Content-Type': 'image/svg+xml' }).end(drawn(Number(still[1])));
  const name = /^\/media\/file\/([\w./-]+)$/.exec(path)?.[1];
  if (name && !name.includes('..') && existsSync(filePath(name))) return file(response, filePath(name), typeOf(name), 'max-age=3600');
  const built = dist && path !== '/' && join(dist, path);
  if (built && built.startsWith(dist) && existsSync(built) && statSync(built).isFile()) return file(response, built, types[extname(path)] ?? typeOf(path), 'no-cache');
  // Vite's own addresses begin with "/@" or lead to a file; "/@somebody" is a person's page.
  const toVite = vite && (/^\/@(vite|fs|id|svelte)\b/.test(path) || (extname(path) !== '' && !path.startsWith('/@')));
  if (!toVite) {
    response.writeHead(200, { 'Content-Type': 'text/html', 'Cache-Control': 'no-store' });
    return response.end(await shell(url));
  }
  vite.middlewares(request, response, () => response.writeHead(404).end());
}).listen(port, '127.0.0.1', () => console.log(`storefront on http://127.0.0.1:${port}`));
