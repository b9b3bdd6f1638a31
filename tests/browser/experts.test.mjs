// A question in a group goes to who knows it: the page says who was asked, the one who was asked finds it in their list and answers, the
// asker accepts, and the answer stands on the product. One that nobody answers becomes an agent's, whose answer is the shop's reply.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allProblems, openBrowser, partWords, signIn, stickingOut, visitor, words } from '../kit/browser.mjs';
import { combinations, nameOf } from '../kit/rotation.mjs';
import { cart, checkout, member, ownPassword, product } from '../kit/seed.mjs';
import { Shop, until } from '../kit/shop.mjs';

const said = {
  en: { asked: 'Asked: Helper Minh', mine: 'You were asked, because you own it or know it well.', answer: 'Answer', leave: 'Not for me', none: 'Nobody is waiting for you' },
  vi: { asked: 'Đã hỏi: Helper Minh', mine: 'Bạn được hỏi vì bạn đang dùng hoặc biết rõ món này.', answer: 'Trả lời', leave: 'Không phải tôi', none: 'Chưa có ai đang chờ bạn' },
};
const question = 'Does the moon jar stand on a wet table?';
const answer = 'It does: the foot is glazed.';

async function calm(page) {
  assert.deepEqual(await allProblems(page), []);
  assert.deepEqual(await stickingOut(page), []);
}

// A group in which the helper's answer about the jar was accepted before.
async function known(shop, jar) {
  const staff = { token: shop.owner };
  await shop.must(201, 'POST', '/v1/groups', { name: 'Glaze lovers', about: 'What happens in the kiln.', visibility: 'public', subject: { kind: 'interest', ref: 'glaze' } }, { ...staff, key: 'group' });
  const people = {};
  for (const name of ['Asker Linh', 'Helper Minh', 'Owner Hoa']) {
    people[name] = await member(shop, name);
    await shop.must(200, 'PUT', '/v1/groups/glaze-lovers/membership', {}, { token: people[name].token });
  }
  const [asker, helper, owner] = Object.values(people);
  const bag = await cart(shop, [[jar.variant, 1]], { token: owner.token });
  assert.equal((await checkout(shop, bag, { email: owner.email, token: owner.token })).status, 201);
  const first = await shop.must(201, 'POST', '/v1/groups/glaze-lovers/discussions', { kind: 'question', title: 'How heavy is the moon jar?', text: 'I mean /products/moon-jar' }, { token: asker.token, key: 'first' });
  const reply = await shop.must(201, 'POST', `/v1/discussions/${first.id}/replies`, { text: 'Two kilos.' }, { token: helper.token, key: 'reply' });
  await shop.must(200, 'PUT', `/v1/discussions/${first.id}/accepted`, { reply_id: reply.id }, { token: asker.token });
  return { asker, helper, owner };
}

for (const where of combinations(7)) {
  test(`a question in a group finds who knows it (${nameOf(where)})`, { timeout: 240_000 }, async (t) => {
    const shop = await Shop.open(where);
    t.after(() => shop.abandon());
    const browser = await openBrowser();
    t.after(() => browser.close());
    const g = partWords(where.locale, 'storefront/community');
    const say = words(where.locale);
    const m = said[where.locale];
    const staff = { token: shop.owner };
    const { asker, helper, owner } = await known(shop, await product(shop, 'Moon jar', { amount: 14800, stock: 9 }));

    // Asked, and the page says of whom.
    const asks = await visitor(browser, shop, where);
    await signIn(asks, asker.email, ownPassword);
    await asks.goto('/groups/glaze-lovers/new');
    await asks.getByRole('textbox', { name: g('write_headline_question') }).fill(question);
    await asks.getByRole('textbox', { name: g('write_words') }).fill('I mean /products/moon-jar');
    await asks.getByRole('button', { name: g('write_send') }).click();
    await asks.getByRole('heading', { level: 1, name: question }).waitFor();
    await asks.getByText(m.asked).waitFor();
    await calm(asks);
    const address = new URL(asks.url()).pathname;

    // The one who owns it leaves it to others; the one who knows it finds it in their list and answers.
    const owns = await visitor(browser, shop, where);
    await signIn(owns, owner.email, ownPassword);
    await owns.goto('/account/questions');
    await owns.getByRole('link', { name: question }).waitFor();
    await calm(owns);
    await owns.getByRole('button', { name: new RegExp(`^${m.leave}`) }).first().click();
    await owns.getByRole('link', { name: question }).waitFor({ state: 'detached' });
    const helps = await visitor(browser, shop, where);
    await signIn(helps, helper.email, ownPassword);
    await helps.goto('/account');
    await helps.getByRole('link', { name: say('question.for_me') }).click();
    await helps.getByRole('link', { name: m.answer, exact: true }).first().click();
    await helps.waitForURL((url) => url.pathname === address);
    await helps.getByText(m.mine).waitFor();
    await calm(helps);
    await helps.getByRole('textbox', { name: g('write_reply') }).fill(answer);
    await helps.getByRole('button', { name: g('send_reply'), exact: true }).last().click();
    await asks.getByText(answer).waitFor();
    await asks.getByRole('button', { name: g('accept') }).click();
    await asks.getByText(g('accepted_answer')).first().waitFor();
    assert.deepEqual((await shop.must(200, 'GET', '/v1/help/questions', undefined, { token: helper.token })).items, []);

    // It stands on the product, for people and for search engines.
    const looks = await visitor(browser, shop, where);
    await looks.goto('/products/moon-jar');
    await looks.locator('#questions').scrollIntoViewIfNeeded();
    await looks.getByRole('blockquote').getByText(answer).waitFor();
    await calm(looks);
    const html = await (await fetch(shop.url + address)).text();
    const told = JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html)[1]);
    assert.equal(told['@type'], 'QAPage');
    assert.equal(told.mainEntity.acceptedAnswer.text, answer);

    // One that nobody answers in its time is an agent's, with a deadline; what they write is the shop's reply.
    const rules = await shop.must(200, 'GET', '/v1/admin/help/settings', undefined, staff);
    await shop.must(200, 'PUT', '/v1/admin/help/settings', { ...rules, unanswered_minutes: 0 }, staff);
    const second = await shop.must(201, 'POST', '/v1/groups/glaze-lovers/discussions', { kind: 'question', title: 'May the moon jar stand outside?', text: 'In winter, too.' }, { token: asker.token, key: 'second' });
    const routed = async () => (await shop.must(200, 'GET', '/v1/admin/help/questions', undefined, staff)).items.find((each) => each.id === second.id);
    await until('it is with the agents', async () => (await routed())?.state === 'with_agents', { milliseconds: 100_000, every: 500 });
    const { conversation_id } = await routed();
    const conversation = await shop.must(200, 'GET', `/v1/admin/conversations/${conversation_id}`, undefined, staff);
    assert.ok(conversation.conversation.reply_due, 'it has a deadline');
    await shop.must(201, 'POST', `/v1/admin/conversations/${conversation_id}/answers`, { text: 'Not below zero, please.' }, { ...staff, key: 'as-the-shop' });
    await asks.goto(`/groups/glaze-lovers/d/${second.id}`);
    await asks.getByText('Not below zero, please.').waitFor();
    await calm(asks);
    for (const page of [asks, owns, helps, looks]) assert.deepEqual(page.troubles, []);
    await shop.close();
  });
}
