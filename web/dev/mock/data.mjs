// A small shop held in memory: Kilnlight, ceramics and lighting. Deterministic, so that pictures of
// the pages can be compared.
import * as demo from './demo.mjs';
import { clips, image, media } from './pictures.mjs';

const euro = (amount) => ({ amount, currency: 'EUR' });

const words = [
  ['Dune shoulder vase', 'vases', 6800, 'A broad shoulder, dipped once and left to find its own line.'],
  ['Ash bottle', 'vases', 4200, 'A slender bottle in sage ash glaze, for one stem or none.'],
  ['Ember bowl', 'tableware', 2600, 'Iron-red inside and out; warm in two hands.'],
  ['Moon jar', 'vases', 14800, 'Two thrown halves joined at the belly. No two meet the same way.'],
  ['Lantern No. 3 table lamp', 'lighting', 18900, 'Pierced stoneware over a 2700 K lamp. The wall does the rest.'],
  ['Ridge mug', 'tableware', 1950, 'Throwing rings left where the thumb wants them.'],
  ['Shore plate', 'tableware', 2400, 'A wide rim that holds the last of the sauce.'],
  ['Pebble salt cellar', 'tableware', 1600, 'A lid that sits without being told.'],
  ['Tidal pendant light', 'lighting', 22900, 'A thrown porcelain shade, thin enough to glow.'],
  ['Kiln brick bookend', 'objects', 3400, 'Fired forty times as a shelf prop, once more as a bookend.'],
  ['Tall pitcher', 'tableware', 5200, 'Pours without a drip. We checked for a year.'],
  ['Bud vase, small', 'vases', 1800, 'For the flower that broke off.'],
];
const collections = {
  vases: ['Vases and jars', 'Vessels that look finished with nothing in them.'],
  tableware: ['At the table', 'Plates, bowls and mugs that survive the dishwasher and a decade.'],
  lighting: ['Lighting', 'Clay that holds a lamp, and what it does to a wall at dusk.'],
  objects: ['Objects', 'Small things with a use, and one or two without.'],
};
const glazes = [
  ['Bone', '#dcd5c4'],
  ['Sage', '#76806a'],
  ['Brick', '#9a5f48'],
];
const slug = (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/-$/, '');

function product([title, collection, amount, line], number) {
  const id = `prd_${String(number).padStart(3, '0')}`;
  const single = collection === 'objects';
  const sizes = collection === 'vases' && number % 2 === 0 ? ['Small', 'Large'] : ['One size'];
  const shown = image(number, title);
  const variants = (single ? [['Clay', null]] : glazes).flatMap(([glaze], g) =>
    sizes.map((size, s) => {
      const left = number === 3 ? (g === 0 && s === 0 ? 2 : 0) : (number + g * 3 + s) % 7 === 0 ? 0 : (number * 3 + g * 5 + s) % 11;
      return {
        id: `var_${number}_${g}_${s}`,
        title: sizes.length > 1 ? `${glaze} / ${size}` : glaze,
        sku: `KL-${number}${g}${s}`,
        price: euro(amount + s * 1400),
        compare_at_price: number % 5 === 2 ? euro(amount + s * 1400 + 600) : null,
        stock: number === 9 ? 0 : left + (left > 2 ? 4 : 0),
        options: sizes.length > 1 ? { Glaze: glaze, Size: size } : { Glaze: glaze },
        image: shown,
      };
    }),
  );
  return {
    id,
    handle: slug(title),
    title,
    price: euro(amount),
    compare_at_price: number % 5 === 2 ? euro(amount + 600) : null,
    image: shown,
    rating: [4.8, 4.6, null, 4.9][number % 4],
    collection_handles: [collection],
    description_html: `<p>${line}</p><p>Thrown and glazed in our own workshop in Bát Tràng, fired to 1,240 °C in a gas kiln. Small differences are the maker's, not faults.</p>`,
    vendor: 'Kilnlight',
    product_type: collection,
    tags: [collection, 'stoneware'],
    options: [
      { name: 'Glaze', values: (single ? [['Clay', '#8d7765']] : glazes).map(([value, swatch]) => ({ value, swatch })) },
      ...(sizes.length > 1 ? [{ name: 'Size', values: sizes.map((value) => ({ value, swatch: null })) }] : []),
    ],
    variants,
    attributes: [
      { key: 'height', label: 'Height', value: '28 cm', number: 28, unit: 'cm', direction: 'neutral' },
      { key: 'weight', label: 'Weight', value: '1.4 kg', number: 1.4, unit: 'kg', direction: 'less' },
      { key: 'material', label: 'Material', value: 'Stoneware', number: null, unit: null, direction: 'neutral' },
      { key: 'firing', label: 'Fired to', value: '1,240 °C', number: 1240, unit: '°C', direction: 'more' },
      { key: 'care', label: 'Care', value: 'Dishwasher safe', number: null, unit: null, direction: 'neutral' },
    ],
    media: [
      { kind: 'image', ...image(number, title) },
      { kind: 'image', ...image(number + 5, `${title}, in the room`) },
      ...(clips.length && number % 2 === 0 ? [{ ...media(number, `${title}, turning`, true) }] : []),
      { kind: 'image', ...image(number + 8, `${title}, detail`) },
      ...(number % 4 === 0 ? [{ kind: 'model', ...image(number, `${title} in 3D`), model_url: '/media/model.glb' }] : []),
    ],
    collections: [{ handle: collection, title: collections[collection][0] }],
  };
}

export const products = demo.ready ? demo.demoProducts() : words.map(product);
export const collectionList = demo.ready ? demo.demoCollections(products) : Object.entries(collections).map(([handle, [title, description]], number) => ({
  id: `col_${handle}`,
  handle,
  title,
  description,
  image: image(number * 3 + 1, title),
  product_count: products.filter((each) => each.collection_handles.includes(handle)).length,
}));

export const availableOf = (each) => each.variants.some((variant) => variant.stock > 0);
export const card = (each) => ({
  id: each.id,
  handle: each.handle,
  title: each.title,
  price: each.price,
  compare_at_price: each.compare_at_price,
  image: each.image,
  available: availableOf(each),
  rating: each.rating,
  collection_handles: each.collection_handles,
});
export const page = (each) => ({
  ...each,
  available: availableOf(each),
  variants: each.variants.map(({ stock, ...rest }) => ({ ...rest, available: stock > 0, units_left: stock > 0 && stock <= 5 ? stock : null })),
});

export const people = [
  ['kilnlight', 'Kilnlight', 'Ceramics and light from one small kiln.'],
  ['mai.bat.trang', 'Mai Nguyễn', 'Thợ gốm ở Bát Tràng. Men tro, lửa gas và rất nhiều trà.'],
  ['ines.at.home', 'Inês Carvalho', 'Slow rooms, north light.'],
  ['tableforsix', 'Jonas Wehr', 'I cook on Sundays and wash up on Mondays.'],
  ['hoang.anh', 'Hoàng Anh', 'Ảnh tĩnh vật, ánh sáng cửa sổ.'],
].map(([handle, name, bio], number) => ({
  id: `acc_${number}`,
  handle,
  display_name: name,
  bio,
  avatar: demo.ready ? (demo.demoAvatars()[number] ?? null) : null,
  followers: [12840, 2310, 871, 190, 4402][number],
  following: [12, 240, 310, 95, 188][number],
  posts: 0,
}));

const texts = [
  'Morning light found the shelf before we did. #windowlight #stillife',
  'Men tro mẻ mới: mỗi chiếc một vệt chảy khác nhau. Mẻ này chỉ có hai mươi bảy chiếc, nung xong sáng thứ Ba. #battrang #mentro',
  'Three pots, no flowers, and it still feels like someone lives here. Photographed at four in the afternoon with nothing but the window and a patient wall. @kilnlight #slowrooms',
  'The bowl I reach for without thinking. #everyday #tableware',
  'Thả đèn xuống thấp hơn bạn nghĩ. Bóng tối là một nửa của căn phòng. #den #anhsang',
  'Turning the shoulder vase by hand, four seconds of it. #throwing #makersofig',
  'Soup, bread, Ember bowl. That is the whole recipe. #tableware #sunday',
  'What a gas kiln does to sage at 1,240 °C. #glaze',
];
const shots = demo.ready ? demo.demoShots() : null;
export const posts = texts.concat(texts.slice(0, 6)).map((text, number) => {
  const clip = number % 4 === 1;
  const count = number % 3 === 0 ? 3 : 1;
  const author = people[(number + (clip ? 0 : 1)) % people.length];
  author.posts += 1;
  if (shots) return demoPost(text, number, author);
  const tagged = [products[number % products.length], products[(number + 1) % products.length], products[(number + 2) % products.length]].slice(0, (number % 3) + 1);
  return {
    id: `pst_${number}`,
    author_id: author.id,
    text,
    media: Array.from({ length: clip ? 1 : count }, (_, each) => media(number + each * 2, `${tagged[0].title} by ${author.display_name}`, clip)),
    tags: tagged.map((each, index) => ({
      product_id: each.id,
      media_index: 0,
      x: [0.23, 0.53, 0.8][index],
      y: [0.55, 0.62, 0.7][index],
      t: clip && index > 0 ? 1500 : null,
    })),
    counts: { likes: (number * 137 + 41) % 2400, comments: 3, saves: (number * 31) % 300, shares: number * 3, views: 5000 + number * 811 },
    created_at: new Date(Date.UTC(2026, 10, 21, 20) - number * 5_400_000 * (1 + number)).toISOString(),
    status: 'published',
    visibility: 'public',
  };
});

function demoPost(text, number, author) {
  const shot = shots[(number * 3) % shots.length];
  const more = number % 3 === 0 && shot.media.kind === 'image' ? [shots[(number * 3 + 1) % shots.length].media] : [];
  return {
    id: `pst_${number}`,
    author_id: author.id,
    text,
    media: [shot.media, ...more],
    tags: shot.tags.flatMap((tag) => {
      const found = products.find((each) => each.handle === tag.handle);
      return found ? [{ product_id: found.id, media_index: 0, x: tag.x, y: tag.y, t: tag.t ? tag.t * 1000 : null }] : [];
    }),
    counts: { likes: (number * 137 + 41) % 2400, comments: 3, saves: (number * 31) % 300, shares: number * 3, views: 5000 + number * 811 },
    created_at: new Date(Date.UTC(2026, 10, 21, 20) - number * 5_400_000 * (1 + number)).toISOString(),
    status: 'published',
    visibility: 'public',
  };
}

export const comments = posts.flatMap((post, number) =>
  [
    ['mai.bat.trang', 'Vệt men này đẹp quá.'],
    ['tableforsix', 'Is the inside glazed as well? Asking for soup.'],
    ['ines.at.home', 'That wall.'],
  ].map(([handle, text], index) => ({
    id: `cmt_${number}_${index}`,
    post_id: post.id,
    author_id: people.find((each) => each.handle === handle).id,
    text,
    created_at: new Date(Date.UTC(2026, 10, 21, 21) - index * 4_000_000).toISOString(),
    parent_id: null,
    likes: index,
  })),
);
