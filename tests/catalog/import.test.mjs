// `plaza import products` on real exports gives what an independent reading of the same files gives, and a second run changes nothing.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { everything } from '../kit/seed.mjs';
import { root, Shop, until } from '../kit/shop.mjs';

const data = process.env.PLAZA_DATA ? join(process.env.PLAZA_DATA, 'catalog_shopify') : '';
const real = data && existsSync(data) ? readdirSync(data).filter((name) => name.endsWith('.csv.gz')).map((name) => join(data, name)) : [];
const files = real.length > 0 ? real : [join(root, 'tests/data/products_small.csv')];

// RFC 4180, with line breaks and doubled quotes inside of quotes.
function rowsOf(text) {
  const rows = [];
  let row = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < text.length; ++at) {
    const sign = text[at];
    if (quoted) {
      if (sign !== '"') field += sign;
      else if (text[at + 1] === '"') field += text[++at];
      else quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === ',') { row.push(field); field = ''; }
    else if (sign === '\n') { row.push(field.replace(/\r$/, '')); rows.push(row); row = []; field = ''; }
    else field += sign;
  }
  if (field || row.length) { row.push(field); rows.push(row); }
  const [head, ...rest] = rows;
  head[0] = head[0].replace(/^\uFEFF/, '');
  return rest.filter((each) => each.some((cell) => cell !== ''))
    .map((each) => Object.fromEntries(head.map((name, at) => [name.trim(), (each[at] ?? '').trim()])));
}

// handle → what the file says of the product.
function expectedOf(text) {
  const products = new Map();
  for (const row of rowsOf(text)) {
    if (!row.Handle) continue;
    let one = products.get(row.Handle);
    if (!one) products.set(row.Handle, one = { title: row.Title, options: [], prices: [], images: new Set() });
    if (row.Title && !one.title) one.title = row.Title;
    for (const at of [1, 2, 3]) {
      const name = row[`Option${at} Name`];
      if (name && !one.options.includes(name)) one.options.push(name);
    }
    if (row['Variant Price']) one.prices.push(Math.round(Number(row['Variant Price']) * 100));
    if (row['Image Src']) one.images.add(row['Image Src']);
  }
  return products;
}

test('an import gives what is in the files, once', { timeout: 400_000 }, async (t) => {
  if (real.length === 0) t.diagnostic('PLAZA_DATA has no catalog_shopify here: the fixture of this repository is used');
  const expected = new Map();
  const outputs = [];
  const shop = await Shop.open({ before: (made) => {
    const plain = files.map((file, at) => {
      const bytes = readFileSync(file);
      const text = file.endsWith('.gz') ? gunzipSync(bytes) : bytes;
      const path = join(made.folder, `products-${at}.csv`);
      writeFileSync(path, text);
      for (const [handle, one] of expectedOf(text.toString('utf8'))) {
        assert.ok(!expected.has(handle), `${handle} is in two files`);
        expected.set(handle, one);
      }
      return path;
    });
    for (const round of [1, 2]) {
      for (const path of plain) outputs.push([round, made.run(['import', 'products', path]).trim().split('\n').at(-1)]);
    }
  } });
  t.after(() => shop.abandon());

  const counts = (round) => outputs.filter(([which]) => which === round)
    .map(([, line]) => /(\d+) created, (\d+) updated, (\d+) unchanged, (\d+) failed/.exec(line).slice(1).map(Number))
    .reduce((sum, each) => sum.map((value, at) => value + each[at]), [0, 0, 0, 0]);
  await t.test('every product is made by the first run and left alone by the second', () => {
    assert.deepEqual(counts(1), [expected.size, 0, 0, 0]);
    assert.deepEqual(counts(2), [0, 0, expected.size, 0]);
  });

  const all = await everything(shop, '/v1/admin/products', { token: shop.owner });
  await t.test('titles are those of the files', () => {
    assert.deepEqual(all.map((each) => [each.handle, each.title]).sort(), [...expected].map(([handle, one]) => [handle, one.title]).sort());
  });

  await t.test('variants, prices, options and pictures are those of the files', async () => {
    const wrong = [];
    let variants = 0;
    let images = 0;
    const check = async (each) => {
      const one = expected.get(each.handle);
      const got = await shop.must(200, 'GET', `/v1/admin/products/${each.id}`, undefined, { token: shop.owner });
      variants += got.variants.length;
      const seen = {
        prices: got.variants.map((variant) => variant.price.amount).sort((a, b) => a - b),
        options: got.options.map((option) => option.name),
      };
      // A single variant without a choice to make ("Title: Default Title") has no option.
      const plain = one.options.length === 1 && one.options[0] === 'Title' && one.prices.length === 1;
      const wish = { prices: [...one.prices].sort((a, b) => a - b), options: plain ? [] : one.options };
      if (JSON.stringify(seen) !== JSON.stringify(wish)) wrong.push({ handle: each.handle, seen, wish });
      const shown = got.media?.length ?? got.images?.length ?? 0;
      images += shown;
      if (shown !== one.images.size) wrong.push({ handle: each.handle, pictures: shown, wish: one.images.size });
    };
    for (let at = 0; at < all.length; at += 20) await Promise.all(all.slice(at, at + 20).map(check));
    assert.deepEqual(wrong.slice(0, 5), [], `${wrong.length} differ`);
    t.diagnostic(`${all.length} products, ${variants} variants, ${images} pictures equal an independent reading of ${files.length} files`);
  });

  await t.test('the shop shows those that are for sale', async () => {
    const shown = await until('the list is there', () => everything(shop, '/v1/products'));
    const active = all.filter((each) => each.status === 'active').map((each) => each.handle).sort();
    assert.deepEqual(shown.map((each) => each.handle).sort(), active);
  });
  await shop.close();
});
