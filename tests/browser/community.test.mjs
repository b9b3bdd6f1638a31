// A group with rules: somebody joins and asks, somebody else answers while the page is open, the asker accepts. An advertisement is
// reported, taken away by the group's moderator, objected to and answered; the group's log tells of it without a name.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allProblems, enterStudio, openBrowser, partWords, signIn, stickingOut, studioWords, visitor, words } from '../kit/browser.mjs';
import { combinations, nameOf } from '../kit/rotation.mjs';
import { member, ownPassword, product } from '../kit/seed.mjs';
import { Shop, until } from '../kit/shop.mjs';

const rules = '1. Be kind to people and honest about pots.\n2. No selling of other shops.';
const question = 'Does the moon jar hold water for a week?';
const advertisement = 'Half the price at my own shop, write to me today';

async function calm(page, part) {
  assert.deepEqual(await allProblems(page, part), []);
  assert.deepEqual(await stickingOut(page), []);
}

// The group, its moderator by hand, and a regular who may write more than a newcomer.
async function groupOf(shop) {
  const staff = { token: shop.owner };
  const group = await shop.must(201, 'POST', '/v1/groups', {
    name: 'Glaze lovers', about: 'What happens in the kiln.', rules, visibility: 'public', subject: { kind: 'interest', ref: 'glaze' }, tags: ['glaze', 'care'],
  }, { ...staff, key: 'the-first-group' });
  const keeper = await member(shop, 'Keeper Bao');
  await shop.must(200, 'PUT', `/v1/groups/${group.slug}/membership`, {}, { token: keeper.token });
  await shop.must(200, 'PUT', `/v1/groups/${group.slug}/members/${keeper.handle}`, { role: 'moderator' }, staff);
  return { group, keeper };
}

for (const where of combinations(3)) {
  test(`a member joins a group, asks, is answered and accepts (${nameOf(where)})`, { timeout: 180_000 }, async (t) => {
    const shop = await Shop.open(where);
    t.after(() => shop.abandon());
    const browser = await openBrowser();
    t.after(() => browser.close());
    const g = partWords(where.locale, 'storefront/community');
    await product(shop, 'Moon jar', { amount: 14800, stock: 3 });
    const { group } = await groupOf(shop);
    const asker = await member(shop, 'Asker Linh');
    const helper = await member(shop, 'Helper Minh');

    // Found among the groups, the rules read, joined.
    const asks = await visitor(browser, shop, where);
    await signIn(asks, asker.email, ownPassword);
    await asks.goto('/groups');
    await asks.getByRole('link', { name: /Glaze lovers/ }).first().waitFor();
    await calm(asks);
    await asks.getByRole('link', { name: /Glaze lovers/ }).first().click();
    await asks.getByRole('button', { name: g('join'), exact: true }).click();
    await asks.getByRole('dialog').getByText('No selling of other shops.').waitFor();
    await calm(asks, 'dialog[open]');
    await asks.getByRole('button', { name: g('join_yes') }).click();
    await asks.getByRole('dialog').waitFor({ state: 'detached' });
    await calm(asks);

    // Asked, with a piece of the shop found while typing.
    await asks.getByRole('link', { name: g('new_discussion') }).locator('visible=true').first().click();
    await asks.getByRole('textbox', { name: g('write_headline_question') }).fill(question);
    const box = asks.getByRole('textbox', { name: g('write_words') });
    await box.fill('I want tulips in it. ');
    await box.press('End');
    await box.pressSequentially('/moon');
    await asks.getByRole('option', { name: /Moon jar/ }).waitFor();
    await box.press('Enter');
    await until('the piece stands in the text', async () => (await box.inputValue()).includes('/products/moon-jar'));
    await calm(asks);
    await asks.getByRole('button', { name: g('write_send') }).click();
    await asks.getByRole('heading', { level: 1, name: question }).waitFor();
    await asks.getByRole('link', { name: 'Moon jar' }).first().waitFor();
    await asks.getByText(g('first_reply')).waitFor();

    // Answered by somebody else, who joins from the discussion; the asker sees it come.
    const helps = await visitor(browser, shop, where);
    await signIn(helps, helper.email, ownPassword);
    await helps.goto(new URL(asks.url()).pathname);
    await helps.getByRole('button', { name: g('join_to_reply') }).click();
    await helps.getByRole('button', { name: g('join_yes') }).click();
    const line = helps.getByRole('textbox', { name: g('write_reply') });
    await line.fill('Mine has held tulips for ten days. Dry the foot once a day.');
    await helps.getByRole('button', { name: g('send_reply'), exact: true }).last().click();
    await helps.getByText('Mine has held tulips').waitFor();
    await asks.getByText('Mine has held tulips').waitFor();
    await calm(asks);

    // Accepted: on top for everybody, and in the list.
    await asks.getByRole('button', { name: g('accept') }).click();
    await asks.getByText(g('accepted_answer')).first().waitFor();
    await helps.getByText(g('accepted_answer')).first().waitFor();
    await calm(helps);
    const stranger = await visitor(browser, shop, where);
    await stranger.goto(`/groups/${group.slug}`);
    await stranger.getByText(g('answered')).waitFor();
    await calm(stranger);

    // The next one is offered it while typing, and asks all the same.
    const staff = { token: shop.owner };
    const help = await shop.must(200, 'GET', '/v1/admin/help/settings', undefined, staff);
    await shop.must(200, 'PUT', '/v1/admin/help/settings', { ...help, unshown_bp: 0 }, staff);
    const next = await member(shop, 'Next Hoa');
    await shop.must(200, 'PUT', `/v1/groups/${group.slug}/membership`, {}, { token: next.token });
    const types = await visitor(browser, shop, where);
    await signIn(types, next.email, ownPassword);
    await types.goto(`/groups/${group.slug}/new`);
    await types.getByRole('textbox', { name: g('write_headline_question') }).fill('Will a moon jar hold water for long?');
    const offered = types.getByRole('region', { name: g('suggestions') });
    await offered.getByRole('link', { name: question }).waitFor();
    await offered.getByText('Mine has held tulips for ten days.').waitFor();
    await calm(types);
    await types.getByRole('textbox', { name: g('write_words') }).fill('For a month, say.');
    await types.getByRole('button', { name: g('write_send') }).click();
    await types.getByRole('heading', { level: 1, name: 'Will a moon jar hold water for long?' }).waitFor();
    const followed = await shop.must(200, 'GET', '/v1/admin/help/report', undefined, staff);
    assert.equal(followed.running, 1);
    for (const page of [asks, helps, stranger, types]) assert.deepEqual(page.troubles, []);
    await shop.close();
  });
}

for (const where of combinations(2)) {
  test(`what breaks a group's rules is reported, removed, objected to and answered (${nameOf(where)})`, { timeout: 180_000 }, async (t) => {
    const shop = await Shop.open(where);
    t.after(() => shop.abandon());
    const browser = await openBrowser();
    t.after(() => browser.close());
    const g = partWords(where.locale, 'storefront/community');
    const say = words(where.locale);
    const studio = studioWords(where.locale);
    const { group, keeper } = await groupOf(shop);
    const asker = await member(shop, 'Asker Linh');
    const seller = await member(shop, 'Seller Vu');
    for (const each of [asker, seller]) await shop.must(200, 'PUT', `/v1/groups/${group.slug}/membership`, {}, { token: each.token });
    const asked = await shop.must(201, 'POST', `/v1/groups/${group.slug}/discussions`, { kind: 'question', title: question, text: 'Tulips, mostly.' }, { token: asker.token, key: 'one-question' });
    const said = await shop.must(201, 'POST', `/v1/discussions/${asked.id}/replies`, { text: advertisement }, { token: seller.token, key: 'one-advertisement' });
    assert.equal(said.status, 'published');
    const place = `/groups/${group.slug}/d/${asked.id}`;

    // Reported by a member.
    const reads = await visitor(browser, shop, where);
    await signIn(reads, asker.email, ownPassword);
    await reads.goto(place);
    const reply = reads.locator(`#${said.id}`);
    await reply.getByText(advertisement).waitFor();
    await reply.getByRole('button', { name: g('acts') }).click();
    await reads.getByRole('dialog').getByRole('button', { name: g('report') }).click();
    await reads.getByLabel(say('why_reason.spam')).check();
    await calm(reads, 'dialog[open]:last-of-type');
    await reads.getByRole('button', { name: say('send_report') }).click();
    await reads.getByText(say('report_thanks_text')).waitFor();
    await reads.getByRole('button', { name: say('done') }).click();

    // Taken away by the group's own moderator, where it stands in the queue.
    const keeps = await visitor(browser, shop, where);
    await signIn(keeps, keeper.email, ownPassword);
    await keeps.goto(`/groups/${group.slug}/moderation`);
    await keeps.getByText(advertisement).waitFor();
    await calm(keeps);
    await keeps.getByRole('button', { name: g('remove'), exact: true }).click();
    await keeps.getByRole('dialog').getByRole('combobox').selectOption('spam');
    await keeps.getByRole('dialog').getByRole('textbox').fill('Rule 2: no selling of other shops.');
    await calm(keeps, 'dialog[open]');
    await keeps.getByRole('dialog').getByRole('button', { name: g('remove'), exact: true }).click();
    await keeps.getByText(g('queue_none'), { exact: true }).waitFor();
    await until('the words are gone for others', async () => {
      const page = await shop.must(200, 'GET', `/v1/discussions/${asked.id}/replies`, undefined, { token: asker.token });
      return !JSON.stringify(page).includes(advertisement);
    });
    await reads.getByText(advertisement).waitFor({ state: 'detached' });

    // Its author reads why, and objects; the shop's owner answers.
    const sells = await visitor(browser, shop, where);
    await signIn(sells, seller.email, ownPassword);
    await sells.goto('/account/moderation');
    await sells.getByText(/Rule 2: no selling/).waitFor();
    await sells.getByRole('button', { name: say('appeal') }).click();
    await sells.getByRole('textbox').fill('I only wanted to help.');
    await sells.getByRole('button', { name: say('appeal_send') }).click();
    await sells.getByText(say('appeal_state.open')).waitFor();
    const desk = await visitor(browser, shop, where);
    await enterStudio(desk, studio, '/studio/moderation?view=appeals');
    await desk.getByRole('listitem').getByRole('button', { name: studio('appeal_uphold') }).click();
    await desk.getByRole('dialog').getByRole('textbox').fill('It offers another shop. It stays away.');
    await desk.getByRole('dialog').getByRole('button', { name: studio('appeal_uphold') }).click();
    await desk.getByText(studio('appeals_empty')).waitFor();
    await sells.reload();
    await sells.getByText(say('appeal_state.upheld')).waitFor();

    // The group tells of it, without names or words.
    const stranger = await visitor(browser, shop, where);
    await stranger.goto(`/groups/${group.slug}?tab=about`);
    await stranger.getByText(/· Spam/).waitFor();
    const shown = await stranger.locator('main').innerText();
    for (const secret of [advertisement, 'Seller Vu', 'another shop']) assert.ok(!shown.includes(secret), secret);
    await calm(stranger);

    // The studio's room knows the group.
    await desk.goto('/studio/communities');
    await desk.getByRole('link', { name: /Glaze lovers/ }).first().click();
    await desk.getByText('Keeper Bao').waitFor();
    assert.deepEqual(await allProblems(desk), []);
    assert.deepEqual(await stickingOut(desk), []);
    for (const page of [reads, keeps, sells, desk, stranger]) assert.deepEqual(page.troubles, []);
    await shop.close();
  });
}
