// A verified buyer reviews with a picture; a question is answered by an owner, accepted, and shown to the next visitor.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBrowser, visitor, words } from '../kit/browser.mjs';
import { combinations, nameOf } from '../kit/rotation.mjs';
import { cart, checkout, member, ownPassword, picture, product } from '../kit/seed.mjs';
import { Shop } from '../kit/shop.mjs';

async function signIn(page, someone) {
  await page.goto('/signin');
  await page.locator('[type=email]').fill(someone.email);
  await page.locator('[type=password]').fill(ownPassword);
  await page.locator('form button[type=submit]').click();
  await page.waitForURL((url) => url.pathname !== '/signin');
}

async function buyer(shop, name, goods) {
  const someone = await member(shop, name);
  const bag = await cart(shop, [[goods.variant, 1]], { token: someone.token });
  const bought = await checkout(shop, bag, { email: someone.email, token: someone.token });
  assert.equal(bought.status, 201);
  return someone;
}

for (const where of combinations(2)) {
  test(`a review with a picture by a verified buyer (${nameOf(where)})`, { timeout: 120_000 }, async (t) => {
    const shop = await Shop.open(where);
    t.after(() => shop.abandon());
    const browser = await openBrowser();
    t.after(() => browser.close());
    const say = words(where.locale);
    const vase = await product(shop, 'Sage Vase', { amount: 4000, stock: 9 });
    const lan = await buyer(shop, 'Lan', vase);
    const page = await visitor(browser, shop, where);
    await signIn(page, lan);
    await page.goto('/products/sage-vase#reviews');
    await page.getByText(say('review.first')).first().waitFor();
    await page.getByRole('button', { name: say('review.write') }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByText(say('review.verified')).first().waitFor();
    const star = (from) => sheet.locator('fieldset').nth(from).locator('label');
    await star(0).nth(3).click();
    await star(1).nth(4).click();
    await sheet.locator('textarea').fill('The glaze is warmer than the pictures.');
    await sheet.locator('input[type=file]').setInputFiles({ name: 'vase.png', mimeType: 'image/png', buffer: picture() });
    await sheet.getByRole('button', { name: say('remove_picture') }).waitFor({ timeout: 45_000 });
    await sheet.locator('button[type=submit], button[form=write-review]').click();
    await sheet.waitFor({ state: 'detached' });
    const card = page.locator('article.review');
    await card.getByText('The glaze is warmer than the pictures.').waitFor();
    await card.getByText(say('review.verified')).first().waitFor();

    const list = await shop.must(200, 'GET', '/v1/products/sage-vase/reviews');
    assert.deepEqual(list.items.map((each) => [each.stars, each.verified, each.media.length, each.aspects]), [[4, true, 1, [{ key: 'quality', value: 5 }]]]);
    assert.equal(list.rating.count, 1);
    assert.ok(list.rating.rating > 3.9 && list.rating.rating < 4.1);
    const html = await (await fetch(`${shop.url}/products/sage-vase`)).text();
    assert.match(html, /"aggregateRating":\{"@type":"AggregateRating","ratingValue":4\.0,"bestRating":5,"worstRating":1,"reviewCount":1\}/);
    const card_of = (await shop.must(200, 'GET', '/v1/products')).items[0];
    assert.deepEqual([card_of.rating, card_of.rating_count], [list.rating.rating, 1]);

    // Somebody else finds it helpful; the shop answers from its desk.
    const owner = { token: shop.owner };
    await shop.must(200, 'PUT', `/v1/admin/reviews/${list.items[0].id}/reply`, { text: 'Thank you, Lan.' }, owner);
    const other = await member(shop, 'Max');
    const stranger = await visitor(browser, shop, where);
    await signIn(stranger, other);
    await stranger.goto('/products/sage-vase#reviews');
    await stranger.getByText('Thank you, Lan.').waitFor();
    await stranger.locator('article.review').getByRole('button', { name: say('review.helpful') }).click();
    await stranger.locator('article.review button[aria-pressed=true] b').filter({ hasText: /^1$/ }).waitFor();
    assert.equal((await shop.must(200, 'GET', '/v1/products/sage-vase/reviews')).items[0].helpful, 1);
    assert.deepEqual(page.troubles, []);
    assert.deepEqual(stranger.troubles, []);
    await shop.close();
  });
}

for (const where of combinations(3)) {
  test(`a question that an owner answers and the asker accepts (${nameOf(where)})`, { timeout: 120_000 }, async (t) => {
    const shop = await Shop.open(where);
    t.after(() => shop.abandon());
    const browser = await openBrowser();
    t.after(() => browser.close());
    const say = words(where.locale);
    const vase = await product(shop, 'Sage Vase', { amount: 4000, stock: 9 });
    const owner = await buyer(shop, 'Binh', vase);
    const asker = await member(shop, 'Asker');

    const asking = await visitor(browser, shop, where);
    await signIn(asking, asker);
    await asking.goto('/products/sage-vase#questions');
    await asking.getByRole('button', { name: say('question.ask') }).click();
    await asking.locator('section.questions textarea').fill('Does it hold water?');
    await asking.getByRole('button', { name: say('question.send') }).click();
    await asking.locator('section.questions article h3').filter({ hasText: 'Does it hold water?' }).waitFor();

    const answering = await visitor(browser, shop, where);
    await signIn(answering, owner);
    await answering.goto('/products/sage-vase#questions');
    await answering.locator('section.questions article').getByRole('button', { name: say('question.answer') }).click();
    await answering.locator('section.questions article textarea').fill('Mine holds tulips.');
    await answering.getByRole('button', { name: say('question.send_answer') }).click();
    await answering.locator('section.questions').getByText(say('question.owner')).waitFor();

    await asking.reload();
    await asking.getByRole('button', { name: say('question.accept') }).click();
    await asking.locator('.answer.accepted').getByText('Mine holds tulips.').waitFor();

    const next = await visitor(browser, shop, where);
    await next.goto('/products/sage-vase#questions');
    await next.locator('.answer.accepted').getByText('Mine holds tulips.').waitFor();
    const list = await shop.must(200, 'GET', '/v1/products/sage-vase/questions');
    assert.deepEqual(list.items[0].answers.map((each) => [each.voice, each.accepted]), [['owner', true]]);
    assert.deepEqual([...asking.troubles, ...answering.troubles, ...next.troubles], []);
    await shop.close();
  });
}
