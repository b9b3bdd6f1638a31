// What a newcomer writes waits for a moderator: the writer sees the notice and why, nobody else sees the piece, and once it is released it
// stands on the product. Names, reviews, questions and comments full of markup run no script anywhere. Staff without the role moderate nothing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allProblems, enterStudio, openBrowser, signIn, stickingOut, studioWords, visitor, words } from '../kit/browser.mjs';
import { combinations, nameOf } from '../kit/rotation.mjs';
import { media, member, ownPassword, post, product } from '../kit/seed.mjs';
import { Shop, until } from '../kit/shop.mjs';

const markup = '<svg onload="window.hacked=1"></svg><img src=x onerror="window.hacked=2"></script><script>window.hacked=3</script>';

for (const where of combinations(2)) {
  test(`a held review and markup that stays text (${nameOf(where)})`, { timeout: 180_000 }, async (t) => {
    const shop = await Shop.open(where);
    t.after(() => shop.abandon());
    const browser = await openBrowser();
    t.after(() => browser.close());
    const say = words(where.locale);
    const studio = studioWords(where.locale);
    const vase = await product(shop, 'Sage Vase', { amount: 4000, stock: 9 });
    const max = await member(shop, 'Max Bui');
    const account = { email: 'eve@example.com', password: ownPassword, display_name: `Eve ${markup}`.slice(0, 40) };
    const hostile = await shop.must(201, 'POST', '/v1/accounts', account);

    // The newcomer's review holds a link: it waits.
    const writer = await visitor(browser, shop, where);
    await signIn(writer, max.email, ownPassword);
    await writer.goto('/products/sage-vase#reviews');
    await writer.getByRole('button', { name: say('review.write') }).click();
    const sheet = writer.getByRole('dialog');
    await sheet.locator('fieldset').first().locator('label').nth(4).click();
    await sheet.locator('textarea').fill(`Cheaper at https://pots-for-less.example/sage ${markup}`);
    await sheet.locator('button[type=submit], button[form=write-review]').click();
    await sheet.waitFor({ state: 'detached' });
    await writer.locator('article.review .piece-notice').filter({ hasText: 'pots-for-less.example' }).waitFor();
    await writer.goto('/account/reviews');
    await writer.locator('article.review .piece-notice').filter({ hasText: 'pots-for-less.example' }).waitFor();
    assert.deepEqual(await allProblems(writer), []);
    assert.deepEqual(await stickingOut(writer), []);
    assert.equal((await shop.must(200, 'GET', '/v1/products/sage-vase/reviews')).items.length, 0);

    // An agent cannot decide; a moderator releases it from the queue.
    const agent = await member(shop, 'Agent An');
    await shop.must(201, 'POST', '/v1/admin/staff', { email: agent.email, role: 'agent' }, { token: shop.owner });
    const asAgent = { token: (await shop.must(201, 'POST', '/v1/sessions', { email: agent.email, password: ownPassword })).token };
    const waiting = await shop.must(200, 'GET', '/v1/admin/moderation/cases', undefined, { token: shop.owner });
    assert.deepEqual(waiting.items.map((each) => [each.kind, each.standing, each.findings[0].reason]), [['review', 'held', 'links']]);
    for (const [method, path, body] of [
      ['GET', '/v1/admin/moderation/cases'],
      ['POST', `/v1/admin/moderation/cases/${waiting.items[0].id}/decide`, { action: 'keep' }],
      ['POST', '/v1/admin/moderation/cases', { kind: 'review', id: waiting.items[0].subject_id }],
      ['GET', '/v1/admin/classifiers'],
    ]) {
      await shop.must(403, method, path, body, asAgent);
    }
    const desk = await visitor(browser, shop, where);
    await enterStudio(desk, studio, '/studio/moderation');
    await desk.getByText('pots-for-less').first().click();
    await desk.locator('blockquote', { hasText: 'window.hacked' }).waitFor();
    await desk.keyboard.press('a');
    await until('the review is shown', async () => (await shop.must(200, 'GET', '/v1/products/sage-vase/reviews')).items.length === 1);

    // Markup everywhere: a name, a question, a comment, a review.
    const bowl = await post(shop, max.token, { text: `My bowl ${markup}` });
    await shop.must(201, 'POST', `/v1/posts/${bowl.id}/comments`, { text: markup }, { token: hostile.token });
    await shop.must(201, 'POST', '/v1/products/sage-vase/questions', { text: `Is this good? ${markup}` }, { token: hostile.token });
    const stranger = await visitor(browser, shop, where);
    for (const [path, seen] of [['/products/sage-vase', 'article.review .text'], [`/p/${bowl.id}`, 'h1, main'], [`/@${max.handle}`, 'main']]) {
      const answer = await stranger.goto(path);
      const policy = answer.headers()['content-security-policy'];
      assert.match(policy, /script-src 'self'/);
      assert.doesNotMatch(policy.split(';').find((each) => each.includes('script-src')), /unsafe-inline/);
      const source = await answer.text();
      for (const tag of ['<svg onload', '<img src=x', '<script>window']) assert.ok(!source.includes(tag), `${path} holds ${tag}`);
      await stranger.locator(seen).first().waitFor();
      assert.equal(await stranger.evaluate(() => window.hacked), undefined, path);
    }
    await stranger.goto('/products/sage-vase#questions');
    await stranger.locator('section.questions article h3').filter({ hasText: 'window.hacked' }).waitFor();
    await stranger.locator('article.review .text').filter({ hasText: 'window.hacked' }).waitFor();
    assert.equal(await stranger.evaluate(() => window.hacked), undefined);
    const data = JSON.parse(await stranger.locator('script[type="application/ld+json"]').first().textContent());
    assert.equal(data.review[0]['@type'], 'Review');
    assert.ok(data.review[0].reviewBody.includes('<svg onload'));

    // Uploads are never a page of ours.
    const picture = await media(shop, max.token);
    const served = await fetch(`${shop.url}${picture.url}`);
    assert.equal(served.headers.get('x-content-type-options'), 'nosniff');
    assert.match(served.headers.get('content-type'), /^image\//);
    const svg = await shop.ask('POST', '/v1/media?alt=x', Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>`), { token: max.token, type: 'image/svg+xml' });
    assert.equal(svg.status, 415);
    for (const page of [writer, desk, stranger]) assert.deepEqual(page.troubles, []);
    await shop.close();
  });
}

for (const where of combinations(1)) {
  test(`the studio shows what the classifiers learnt, and a threshold is a rule (${nameOf(where)})`, { timeout: 180_000 }, async (t) => {
    const shop = await Shop.open(where);
    t.after(() => shop.abandon());
    const browser = await openBrowser();
    t.after(() => browser.close());
    const studio = studioWords(where.locale);
    const desk = await visitor(browser, shop, where);
    await enterStudio(desk, studio, '/studio/moderation?view=learning');
    await desk.getByRole('heading', { name: studio('learning_trait.toxicity') }).waitFor();
    await desk.getByText(studio('learning_shipped')).first().waitFor();
    assert.deepEqual(await allProblems(desk), []);
    assert.deepEqual(await stickingOut(desk), []);
    await desk.getByLabel(studio('learning_hold')).first().selectOption('0.8');
    await until('the rules hold it', async () => (await shop.must(200, 'GET', '/v1/admin/moderation/rules', undefined, { token: shop.owner })).text.includes('hold toxicity above 0.8 because abuse'));
    const rude = await member(shop, 'Rude Do');
    const friend = await member(shop, 'Friend Ha');
    const bowl = await post(shop, friend.token, { text: 'My new bowl' });
    const said = await shop.must(201, 'POST', `/v1/posts/${bowl.id}/comments`, { text: 'You stupid idiot, shut up' }, { token: rude.token });
    assert.equal(said.status, 'held');
    await desk.getByRole('button', { name: studio('learning_now') }).click();
    await desk.getByText(studio('learning_started')).waitFor();
    assert.deepEqual(desk.troubles, []);
    await shop.close();
  });
}
