// An experiment from the studio to what it brought: written and started on the screen, met by people over HTTP, stayed with through
// a sign-up, reported, stopped and decided; and the predictions' room, which says that it has too little to learn from.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enterStudio, openBrowser, seriousProblems, stickingOut, studioWords, visitor } from '../kit/browser.mjs';
import { combinations, nameOf } from '../kit/rotation.mjs';
import { ownPassword } from '../kit/seed.mjs';
import { Shop, until } from '../kit/shop.mjs';

for (const where of combinations(1)) {
  test(`an experiment is run and decided (${nameOf(where)})`, { timeout: 180_000 }, async (t) => {
    const shop = await Shop.open(where);
    t.after(() => shop.abandon());
    const browser = await openBrowser();
    t.after(() => browser.close());
    const say = studioWords(where.locale);
    const owner = { token: shop.owner };
    const page = await visitor(browser, shop, where);
    await enterStudio(page, say, '/studio/experiments/new');

    await page.getByLabel(say('experiment_field.name')).fill('Nút mua lớn');
    assert.equal(await page.getByLabel(say('experiment_field.key')).inputValue(), 'nut-mua-lon');
    await page.getByLabel(say('experiment_field.hypothesis')).fill('It is found sooner.');
    await page.getByLabel(say('experiment_field.people_planned')).fill('50');
    await page.getByRole('button', { name: say('save_changes') }).click();
    await page.waitForURL(/experiments\/exp_/);
    const id = /exp_\w+/.exec(page.url())[0];
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: say('experiment_do.start') }).click();
    await dialog.getByRole('button', { name: say('experiment_do.start') }).click();
    await dialog.waitFor({ state: 'detached' });
    const at = (path) => shop.must(200, 'GET', `/v1/admin/experiments/${path}`, undefined, owner);
    assert.equal((await at(id)).status, 'running');
    assert.equal((await at('holdout')).share, 0.05);

    const given = new Map();
    for (let i = 0; i < 120; ++i) {
      const who = { visitor: `journey-${i}` };
      const { held_out, items } = await shop.must(200, 'GET', '/v1/experiments/assignments', undefined, who);
      const met = await shop.ask('POST', '/v1/experiments/exposures', { experiment: 'nut-mua-lon' }, who);
      assert.equal(met.status, held_out ? 404 : 200);
      if (held_out) continue;
      assert.deepEqual(met.body, { experiment: 'nut-mua-lon', variant: items[0].variant });
      given.set(who.visitor, items[0].variant);
      const views = i % (items[0].variant === 'variant' ? 3 : 2) ? 2 : 1;
      const batch = Array.from({ length: views }, (_, at) => ({ type: 'track', event: 'Post Viewed', messageId: `${i}-${at}`, anonymousId: who.visitor, properties: { post_id: 'pst_0000000000001' } }));
      await shop.must(200, 'POST', '/v1/batch', { batch }, who);
    }
    const [one, variant] = [...given][0];
    const account = await shop.must(201, 'POST', '/v1/accounts', { email: 'lan@example.com', password: ownPassword, display_name: 'Lan' }, { visitor: one });
    const mine = (who) => shop.must(200, 'GET', '/v1/experiments/assignments', undefined, who);
    assert.deepEqual((await mine({ token: account.token, visitor: one })).items, [{ experiment: 'nut-mua-lon', variant }]);
    // On every device, as soon as the log has told it.
    await until('the account has what its visitor had', async () => (await mine({ token: account.token })).items[0]?.variant === variant);

    const report = await until('everybody is in the report', async () => {
      const told = await at(`${id}/report`);
      return told.sample_ratio.people[0] + told.sample_ratio.people[1] === given.size && told.metrics[2].comparisons[0].plain.known && told;
    });
    assert.equal(report.sample_ratio.people[0], [...given.values()].filter((each) => each === 'control').length);
    assert.equal(report.sample_ratio.broken, false);
    assert.equal(report.disagreed, 0);
    await page.reload();
    await page.getByText(say('experiment.effects')).first().waitFor();
    await page.getByText(say('experiment_metric.views')).first().waitFor();
    assert.deepEqual(await seriousProblems(page), []);
    assert.deepEqual(await stickingOut(page), []);

    await page.getByRole('button', { name: say('experiment_do.stop') }).click();
    await dialog.getByRole('button', { name: say('experiment_do.stop') }).click();
    await dialog.waitFor({ state: 'detached' });
    assert.deepEqual((await shop.must(200, 'GET', '/v1/experiments/assignments', undefined, { visitor: 'journey-1' })).items, []);
    await page.getByRole('button', { name: say('experiment_do.decide') }).click();
    await dialog.getByLabel(say('experiment.stays')).selectOption('variant');
    await dialog.getByLabel(say('experiment.why')).fill('More was looked at.');
    await dialog.getByRole('button', { name: say('experiment_do.decide') }).click();
    await dialog.waitFor({ state: 'detached' });
    assert.deepEqual((await at(id)).decision, { variant: 'variant', note: 'More was looked at.' });

    await page.goto('/studio/experiments/holdout');
    await page.getByRole('heading', { name: say('holdout.title') }).waitFor();
    await page.getByText(say('holdout.uplift')).first().waitFor();
    assert.deepEqual(await stickingOut(page), []);

    await page.goto('/studio/predictions');
    await page.getByRole('button', { name: say('prediction.train') }).waitFor();
    await page.getByText(say('prediction_state.too_short')).first().waitFor();
    assert.deepEqual(await seriousProblems(page), []);
    assert.deepEqual(await stickingOut(page), []);
    assert.deepEqual(page.troubles, []);
    await shop.close();
  });
}
