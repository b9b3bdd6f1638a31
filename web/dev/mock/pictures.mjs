// Pictures for the mock: files from a folder when there is one (PLAZA_MOCK_MEDIA, or the demo brand's own),
// else a pot drawn as SVG in the brand's glazes.
import { existsSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';

import { mediaFolder as demoFolder, ready } from './demo.mjs';

const folders = [process.env.PLAZA_MOCK_MEDIA, ready ? demoFolder : null].filter(Boolean);
const folder = folders.find((each) => existsSync(each));

export const mediaFolder = folder ?? null;
const files = folder ? readdirSync(folder).sort() : [];
export const stills = files.filter((name) => /\.(webp|jpg|png)$/.test(name));
export const clips = files.filter((name) => name.endsWith('.mp4'));

const glazes = [
  ['#dcd5c4', '#8d7765'],
  ['#76806a', '#8a6a52'],
  ['#9a5f48', '#6b4a3a'],
  ['#c9b79c', '#7b5c46'],
  ['#4f5c4a', '#93735a'],
];
const bodies = [
  'M150 120h100c8 70-40 90-60 150-22 66-6 130 30 190h-40',
  'M120 300h160c-4 90-40 150-80 160-40-10-76-70-80-160z',
  'M165 130h70v120c40 20 55 70 55 120 0 60-40 90-90 90s-90-30-90-90c0-50 15-100 55-120z',
  'M140 180h120c50 60 60 200 0 280H140c-60-80-50-220 0-280z',
];

export function drawn(number) {
  const [glaze, clay] = glazes[number % glazes.length];
  const body = bodies[number % bodies.length].replace('M150 120h100c8 70-40 90-60 150-22 66-6 130 30 190h-40', bodies[2]);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="1000" viewBox="0 0 400 500">
<defs><linearGradient id="g" x1="0" x2="1"><stop offset="0" stop-color="#fff" stop-opacity=".28"/><stop offset=".55" stop-color="#000" stop-opacity="0"/><stop offset="1" stop-color="#000" stop-opacity=".35"/></linearGradient>
<linearGradient id="w" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#e2d6c3"/><stop offset="1" stop-color="#b7a38a"/></linearGradient>
<clipPath id="c"><path d="${body}"/></clipPath></defs>
<rect width="400" height="500" fill="url(#w)"/><rect y="430" width="400" height="70" fill="#a98f70"/><ellipse cx="250" cy="462" rx="150" ry="14" fill="#000" opacity=".16"/>
<g clip-path="url(#c)"><rect width="400" height="500" fill="${glaze}"/><path d="M0 360c90-30 150 40 400-10v150H0z" fill="${clay}"/><rect width="400" height="500" fill="url(#g)"/></g></svg>`;
}

export const typeOf = (name) =>
  ({ '.webp': 'image/webp', '.jpg': 'image/jpeg', '.png': 'image/png', '.mp4': 'video/mp4', '.svg': 'image/svg+xml', '.glb': 'model/gltf-binary' })[
    extname(name)
  ] ?? 'application/octet-stream';

const stillOf = (number) => (stills.length ? `/media/file/${stills[number % stills.length]}` : `/media/drawn/${number}.svg`);

export function image(number, alt = '') {
  return { url: stillOf(number), width: 864, height: 1080, alt, srcset: null };
}

export function media(number, alt = '', clip = false) {
  const still = image(number, alt);
  const video = clip && clips.length > 0;
  return {
    id: `med_${number}${video ? 'v' : ''}`,
    kind: video ? 'video' : 'image',
    status: 'ready',
    progress: 100,
    ...(video ? { ...still, width: 720, height: 1280 } : still),
    poster_url: null,
    hls_url: null,
    mp4_url: video ? `/media/file/${clips[number % clips.length]}` : null,
    duration_ms: video ? 4000 : null,
    blurhash: null,
  };
}

export const filePath = (name) => join(folder ?? '', name);
