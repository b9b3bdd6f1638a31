// A rude comment: reported by a member, removed by the owner with a reason, appealed by its author, restored by a second moderator;
// the public log tells of it without a name.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allProblems, enterStudio, openBrowser, signIn, stickingOut, studioWords, visitor, words } from '../kit/browser.mjs';
import { combinations, nameOf } from '../kit/rotation.mjs';
import { member, ownPassword, post } from '../kit/seed.mjs';
import { Shop, until } from '../kit/shop.mjs';

const rude = 'Only a fool buys this bowl';

for (const where of combinations(2)) {
  test(`a report, a removal, an appeal and a second opinion (${nameOf(where)})`, { timeout: 180_000 }, async (t) => {
    const shop = await Shop.open(where);
    t.after(() => shop.abandon());
    const browser = await openBrowser();
    t.after(() => browser.close());
    const say = words(where.locale);
    const studio = studioWords(where.locale);
    const author = await member(shop, 'Author Vo');
    const reader = await member(shop, 'Reader Ly');
    const second = await member(shop, 'Second Ha');
    await shop.must(201, 'POST', '/v1/admin/staff', { email: second.email, role: 'moderator' }, { token: shop.owner });
    const bowl = await post(shop, reader.token, { text: 'My new bowl' });
    const said = await shop.must(201, 'POST', `/v1/posts/${bowl.id}/comments`, { text: rude }, { token: author.token });
    assert.equal(said.status, 'published');
    const comments = async (token) => (await shop.must(200, 'GET', `/v1/posts/${bowl.id}/comments`, undefined, { token })).items;

    // The reader reports it in the shop.
    const readers = await visitor(browser, shop, where);
    await signIn(readers, reader.email, ownPassword);
    await readers.goto(`/p/${bowl.id}`);
    if (where.size === 'phone') await readers.getByRole('button', { name: where.locale === 'vi' ? /Bình luận/ : /Comments/ }).first().click();
    await readers.getByText(rude).first().waitFor();
    await readers.getByRole('button', { name: say('report_comment') }).click();
    await readers.getByLabel(say('why_reason.abuse')).check();
    assert.deepEqual(await allProblems(readers, 'dialog[open]:last-of-type'), []);
    await readers.getByRole('button', { name: say('send_report') }).click();
    await readers.getByText(say('report_thanks_text')).waitFor();

    // The owner removes it by keys, with a note.
    const desk = await visitor(browser, shop, where);
    await enterStudio(desk, studio, '/studio/moderation');
    await desk.getByText(rude).waitFor();
    assert.deepEqual(await allProblems(desk), []);
    assert.deepEqual(await stickingOut(desk), []);
    await desk.keyboard.press('j');
    await desk.keyboard.press('Enter');
    await desk.locator('blockquote', { hasText: rude }).waitFor();
    assert.deepEqual(await allProblems(desk), []);
    await desk.keyboard.press('r');
    await desk.getByRole('dialog').getByRole('textbox').fill('Say it without insults.');
    assert.deepEqual(await allProblems(desk, 'dialog'), []);
    await desk.getByRole('dialog').getByRole('button', { name: studio('moderation_remove') }).click();
    await until('the comment is away for others', async () => (await comments(reader.token)).length === 0);
    await desk.getByText(studio('moderation_empty')).waitFor();

    // The author reads why, and objects.
    const authors = await visitor(browser, shop, where);
    await signIn(authors, author.email, ownPassword);
    await authors.goto('/account/moderation');
    await authors.getByText(/Say it without insults\./).waitFor();
    await authors.getByRole('button', { name: say('appeal') }).click();
    await authors.getByRole('textbox').fill('I meant the price, and said so.');
    assert.deepEqual(await allProblems(authors), []);
    assert.deepEqual(await stickingOut(authors), []);
    await authors.getByRole('button', { name: say('appeal_send') }).click();
    await authors.getByText(say('appeal_state.open')).waitFor();

    // Who decided cannot answer; the second moderator takes it back.
    await desk.goto('/studio/moderation?view=appeals');
    await desk.getByText(studio('appeal_not_yours')).waitFor();
    const other = await visitor(browser, shop, where);
    await signIn(other, second.email, ownPassword);
    await other.goto('/studio/moderation?view=appeals');
    await other.getByRole('button', { name: studio('appeal_overturn') }).click();
    await other.getByRole('dialog').getByRole('textbox').fill('You are right, it is about the price.');
    await other.getByRole('dialog').getByRole('button', { name: studio('appeal_overturn') }).click();
    await other.getByText(studio('appeals_empty')).waitFor();
    assert.deepEqual((await comments(reader.token)).map((each) => each.text), [rude]);

    await authors.reload();
    await authors.getByText(say('appeal_state.overturned')).waitFor();
    const stranger = await visitor(browser, shop, where);
    await stranger.goto('/moderation');
    await stranger.getByText(where.locale === 'vi' ? /khiếu nại: rút lại/ : /appeal: taken back/).waitFor();
    const shown = await stranger.locator('body').innerText();
    for (const secret of [rude, 'Author Vo', 'Second Ha', 'insults']) assert.ok(!shown.includes(secret), secret);
    assert.deepEqual(await allProblems(stranger), []);
    assert.deepEqual(await stickingOut(stranger), []);

    // Rules are tried before they hold, and hold at once.
    await other.goto('/studio/moderation?view=rules');
    await other.getByRole('textbox', { name: studio('rules_title') }).fill('refuse words fool because abuse');
    await other.getByRole('textbox', { name: studio('rules_try') }).fill(rude);
    await other.getByText(studio('rules_outcome.refuse')).waitFor();
    await other.getByRole('button', { name: studio('rules_save') }).click();
    await other.getByText(studio('rules_saved')).waitFor();
    const refused = await shop.post(`/v1/posts/${bowl.id}/comments`, { text: rude }, { token: author.token });
    assert.equal(refused.body.code, 'moderation.refused');
    for (const page of [readers, desk, authors, other, stranger]) assert.deepEqual(page.troubles, []);
    await shop.close();
  });
}
