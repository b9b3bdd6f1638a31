// Draws the PNG icons from mark.svg: node dev/icons.mjs (needs Debian's Chromium).
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { chromium } from 'playwright-core';

const folder = resolve(import.meta.dirname, '../storefront/public/icons');
const svg = readFileSync(resolve(folder, 'mark.svg'), 'utf8');
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
for (const [name, size, inset] of [['icon-192.png', 192, 0], ['icon-512.png', 512, 0], ['icon-maskable-512.png', 512, 64]]) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const drawn = svg.replace('<svg ', `<svg width="${size - inset * 2}" height="${size - inset * 2}" `);
  await page.setContent(`<body style="margin:0;display:grid;place-items:center;height:100vh;background:${inset ? '#3b5443' : 'transparent'}">${drawn}`);
  await page.screenshot({ path: resolve(folder, name), omitBackground: true });
}
await browser.close();
