// The demo brand's own products and pictures, when they are there.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const demo = resolve(import.meta.dirname, '../../../demo');
const read = (path) => (existsSync(resolve(demo, path)) ? JSON.parse(readFileSync(resolve(demo, path), 'utf8')) : null);
const manifest = read('media/manifest.json')?.media ?? [];
const catalog = read('catalog/products.json');
const collections = read('catalog/collections.json');

export const ready = Boolean(catalog && collections && manifest.some((each) => each.kind === 'packshot'));
const language = process.env.PLAZA_MOCK_LANGUAGE ?? 'en';
const say = (words) => (typeof words === 'object' && words !== null ? (words[language] ?? words.en) : words);
export const mediaFolder = resolve(demo, 'media');

export const pictureOf = (each) => ({ url: `/media/file/${each.file}`, width: each.width, height: each.height, alt: say(each.alt), srcset: null });
const still = (each) => ({ id: `med_${each.file}`, kind: 'image', status: 'ready', progress: 100, ...pictureOf(each), poster_url: null, hls_url: null, mp4_url: null, duration_ms: null });
const clip = (each) => {
  const poster = `/media/file/${each.file.replace('.mp4', '.webp')}`;
  return { ...still(each), kind: 'video', url: poster, poster_url: poster, mp4_url: `/media/file/${each.file}`, duration_ms: 4000 };
};
const of = (kind, handle) => manifest.filter((each) => each.kind === kind && each.products.some((product) => product.handle === handle));
const money = (amount) => ({ amount, currency: 'EUR' });

export function demoProducts() {
  return catalog
    .filter((each) => of('packshot', each.handle).length > 0)
    .map((each, number) => {
      const pictures = [...of('packshot', each.handle), ...of('scene', each.handle).slice(0, 2), ...of('detail', each.handle)];
      const title = say(each.title);
      return {
        id: `prd_${String(number).padStart(3, '0')}`,
        handle: each.handle,
        title,
        price: money(each.price),
        compare_at_price: each.compare_at_price ? money(each.compare_at_price) : null,
        image: pictureOf(pictures[0]),
        rating: null,
        collection_handles: [each.collection],
        description_html: `<p>${say(each.description)}</p>`,
        vendor: each.vendor,
        product_type: each.type,
        tags: each.tags,
        options: (each.options ?? []).map((option) => ({
          name: say(option.label),
          values: option.values.map((value) => ({ value: say(value.label), swatch: value.swatch ?? null })),
        })),
        variants: each.variants.map((variant, v) => {
          const options = Object.fromEntries(
            (each.options ?? []).map((option) => [say(option.label), say(option.values.find((value) => value.value === variant.options[option.name])?.label ?? variant.options[option.name])]),
          );
          return {
            id: `var_${number}_${v}`,
            title: Object.values(options).join(' / ') || title,
            sku: variant.sku,
            price: money(variant.price),
            compare_at_price: null,
            stock: number === 3 ? 2 : variant.stock,
            options,
            image: null,
          };
        }),
        attributes: each.attributes.map((attribute) => ({
          key: attribute.key,
          label: say(attribute.label),
          value: typeof attribute.value === 'boolean' ? (attribute.value ? '✓' : '–') : `${say(attribute.value)}${attribute.unit ? ` ${attribute.unit}` : ''}`,
          number: null,
          unit: attribute.unit ?? null,
          direction: attribute.direction,
        })),
        media: pictures.map((picture) => ({ kind: 'image', ...pictureOf(picture) })),
        collections: [{ handle: each.collection, title: say(collections.find((one) => one.handle === each.collection).title) }],
      };
    });
}

export function demoCollections(products) {
  return collections.map((each) => {
    const own = products.filter((product) => product.collection_handles.includes(each.handle));
    const scene = manifest.find((one) => one.kind === 'scene' && one.products.some((product) => own.some((mine) => mine.handle === product.handle)));
    return {
      id: `col_${each.handle}`,
      handle: each.handle,
      title: say(each.title),
      description_html: `<p>${say(each.description)}</p>`,
      image: scene ? pictureOf(scene) : (own[0]?.image ?? null),
      product_count: own.length,
    };
  });
}

/** What posts may show: scenes and clips with where their products stand. */
export function demoShots() {
  const shots = manifest.filter((each) => each.kind === 'scene' || each.kind === 'clip');
  const clips = shots.filter((each) => each.kind === 'clip');
  const scenes = shots.filter((each) => each.kind === 'scene');
  const mixed = scenes.flatMap((each, at) => (at % 4 === 1 && clips[at >> 2] ? [clips[at >> 2], each] : [each]));
  return mixed.map((each) => ({ media: each.kind === 'clip' ? clip(each) : still(each), tags: each.products }));
}
export const demoAvatars = () => manifest.filter((each) => each.kind === 'avatar').map(pictureOf);
