// Answers that earn: a question on a product is answered by an owner and accepted; it stands on the product and is offered to the next
// person while they type. An article grows from it, and the help centre shows it without a script.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBrowser, visitor, words } from '../kit/browser.mjs';
import { combinations, nameOf } from '../kit/rotation.mjs';
import { cart, checkout, member, ownPassword, product } from '../kit/seed.mjs';
import { Shop } from '../kit/shop.mjs';

async function signIn(page, someone) {
  await page.goto('/signin');
  await page.locator('[type=email]').fill(someone.email);
  await page.locator('[type=password]').fill(ownPassword);
  await page.locator('form button[type=submit]').click();
  await page.waitForURL((url) => url.pathname !== '/signin');
}

// Everybody is shown answers: the lot is a matter of its own tests.
async function showEverybody(shop, owner) {
  const rules = await shop.must(200, 'GET', '/v1/admin/help/settings', undefined, owner);
  await shop.must(200, 'PUT', '/v1/admin/help/settings', { ...rules, unshown_bp: 0 }, owner);
}

async function until(what, ready) {
  for (let i = 0; i < 200; ++i) {
    const found = await what();
    if (ready(found)) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return what();
}

for (const where of combinations(5)) {
  test(`an answer helps the next one who asks (${nameOf(where)})`, { timeout: 150_000 }, async (t) => {
    const shop = await Shop.open(where);
    t.after(() => shop.abandon());
    const browser = await openBrowser();
    t.after(() => browser.close());
    const say = words(where.locale);
    const owner = { token: shop.owner };
    await showEverybody(shop, owner);
    const vase = await product(shop, 'Sage Vase', { amount: 4000, stock: 9 });
    const binh = await member(shop, 'Binh');
    const bag = await cart(shop, [[vase.variant, 1]], { token: binh.token });
    assert.equal((await checkout(shop, bag, { email: binh.email, token: binh.token })).status, 201);
    const asker = await member(shop, 'Asker');

    const asking = await visitor(browser, shop, where);
    await signIn(asking, asker);
    await asking.goto('/products/sage-vase#questions');
    await asking.getByRole('button', { name: say('question.ask') }).click();
    await asking.locator('section.questions textarea').fill('Does the vase hold water?');
    await asking.getByRole('button', { name: say('question.send') }).click();
    await asking.locator('section.questions article h3').filter({ hasText: 'Does the vase hold water?' }).waitFor();

    // The bell of an owner rings, and its line leads to the question.
    const bell = await until(
      () => shop.must(200, 'GET', '/v1/notifications', undefined, { token: binh.token }),
      (page) => page.items.some((each) => each.kind === 'question_for_you'),
    );
    const line = bell.items.find((each) => each.kind === 'question_for_you');
    assert.equal(line?.url, '/products/sage-vase#questions');

    const answering = await visitor(browser, shop, where);
    await signIn(answering, binh);
    await answering.goto(line.url);
    await answering.locator('section.questions article').getByRole('button', { name: say('question.answer') }).click();
    await answering.locator('section.questions article textarea').fill('Yes, mine has held tulips for a year.');
    await answering.getByRole('button', { name: say('question.send_answer') }).click();
    await answering.locator('section.questions').getByText(say('question.owner')).waitFor();
    await asking.reload();
    await asking.getByRole('button', { name: say('question.accept') }).click();
    await asking.locator('.answer.accepted').getByText('Yes, mine has held tulips for a year.').waitFor();

    // The next one finds it on the product, and is offered it while they type on the contact page.
    const next = await visitor(browser, shop, where);
    await next.goto('/products/sage-vase#questions');
    await next.locator('.answer.accepted').getByText('Yes, mine has held tulips for a year.').waitFor();
    await until(
      () => shop.must(200, 'POST', '/v1/help/suggestions', { text: 'will the vase hold water' }),
      (all) => all.items.length === 1 && all.items[0].trusted,
    );
    await next.goto('/help');
    await next.locator('form textarea').fill('I wonder whether the vase will hold water for flowers');
    const offer = next.locator('.offers button').filter({ hasText: 'Does the vase hold water?' });
    await offer.click();
    await next.locator('.offers .passage').getByText('Yes, mine has held tulips for a year.').waitFor();
    assert.match(await next.locator('.offers .passage a').getAttribute('href'), /^\/products\/sage-vase#pqu_/);

    // Staff make an article of it; whoever has no script reads it, too.
    const list = await shop.must(200, 'GET', '/v1/products/sage-vase/questions');
    const grown = await shop.must(201, 'POST', '/v1/admin/help/grown_articles', { answer_id: list.items[0].id }, owner);
    await shop.must(200, 'PUT', `/v1/admin/help/articles/${grown.id}/status`, { version: grown.version, status: 'published' }, owner);
    const html = await (await fetch(`${shop.url}/help/${grown.words.handle}`)).text();
    assert.match(html, /<h1>Does the vase hold water\?<\/h1>/);
    assert.match(html, /"@type":"Article"/);
    assert.equal((await fetch(`${shop.url}/help/nothing-like-it`)).status, 404);
    assert.match(await (await fetch(`${shop.url}/sitemap.xml`)).text(), new RegExp(`/help/${grown.words.handle}</loc>`));
    await next.goto('/help');
    await next.getByRole('link', { name: /Does the vase hold water\?/ }).click();
    await next.locator('article.words').getByText('Yes, mine has held tulips for a year.').waitFor();
    await next.locator('section.helped button').first().click();
    await next.locator('section.helped [role=status]').waitFor();
    const read = await shop.must(200, 'GET', `/v1/admin/help/articles/${grown.id}`, undefined, owner);
    assert.deepEqual([read.helped, read.not_helped], [1, 0]);
    assert.deepEqual([...asking.troubles, ...answering.troubles, ...next.troubles], []);
    await shop.close();
  });
}
