// What a group does together: a poll in which a choice is changed, an event that somebody comes to, hears of when it is moved and called off, and is reminded of, a discussion that
// is live for everybody who has it open, a post on the group's wall, and the mail of what was missed, which its own link ends.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { allProblems, openBrowser, partWords, signIn, stickingOut, visitor } from '../kit/browser.mjs';
import { combinations, nameOf } from '../kit/rotation.mjs';
import { media, member, ownPassword, post } from '../kit/seed.mjs';
import { Shop, until } from '../kit/shop.mjs';

async function calm(page, part) {
  assert.deepEqual(await allProblems(page, part), []);
  assert.deepEqual(await stickingOut(page), []);
}

const within = (whole) => new RegExp(whole.source.slice('^\\s*'.length, -'\\s*$'.length));  // as a part of what is said

// Two days go by for the mails of the groups, and since somebody answered whether they come.
async function twoDaysLater(shop) {
  await shop.stop();
  const text = 'UPDATE community_members SET digested_at = digested_at - 172800000000; UPDATE community_rsvps SET at = at - 172800000000; UPDATE community_gatherings SET timed_at = 0; '
    + "UPDATE platform_job_runs SET next_at = 0 WHERE name IN ('community.digests', 'community.reminders');";
  if (shop.engine === 'postgres') execFileSync('psql', [shop.settings['database.url'], '-qc', text]);
  else execFileSync('sqlite3', [join(shop.data, 'plaza.db')], { input: text });
  await shop.start();
}

function mails(shop) {
  const folder = join(shop.data, 'outbox');
  return readdirSync(folder).filter((each) => each.endsWith('.eml'))
    .map((name) => readFileSync(join(folder, name), 'utf8').replaceAll(/=\r?\n/g, '').replaceAll('=3D', '='));
}

for (const where of combinations(5)) {
  test(`a group votes, meets, talks live, shows and is heard of by mail (${nameOf(where)})`, { timeout: 240_000 }, async (t) => {
    const shop = await Shop.open(where);
    t.after(() => shop.abandon());
    const browser = await openBrowser();
    t.after(() => browser.close());
    const g = partWords(where.locale, 'storefront/community');
    const staff = { token: shop.owner };
    const group = await shop.must(201, 'POST', '/v1/groups', {
      name: 'Kiln club', about: 'Firing together.', rules: 'Be kind.', visibility: 'public', subject: { kind: 'interest', ref: 'kiln' }, tags: ['kiln'],
    }, { ...staff, key: 'the-club' });
    const bao = await member(shop, 'Host Bao');
    const linh = await member(shop, 'Guest Linh');
    for (const each of [bao, linh]) await shop.must(200, 'PUT', `/v1/groups/${group.slug}/membership`, {}, { token: each.token });
    await shop.must(200, 'PUT', `/v1/groups/${group.slug}/members/${bao.handle}`, { role: 'moderator' }, staff);
    await shop.must(200, 'PUT', `/v1/admin/community/people/${bao.handle}/level`, { level: 3, note: '' }, staff);
    const host = await visitor(browser, shop, where);
    await signIn(host, bao.email, ownPassword);
    const guest = await visitor(browser, shop, where);
    await signIn(guest, linh.email, ownPassword);
    let talk = '';

    await t.test('a poll: written, voted in, the vote changed, and counted once', async () => {
      await host.goto(`/groups/${group.slug}/new`);
      await host.getByText(g('kind_discussion'), { exact: true }).click();
      await host.getByRole('textbox', { name: g('write_headline') }).fill('Which glaze comes next?');
      await host.getByRole('button', { name: g('write_poll') }).click();
      await host.getByRole('textbox', { name: g('poll_option', { number: 1 }) }).fill('Celadon');
      await host.getByRole('textbox', { name: g('poll_option', { number: 2 }) }).fill('Tenmoku');
      await host.getByRole('button', { name: g('poll_more') }).click();
      await host.getByRole('textbox', { name: g('poll_option', { number: 3 }) }).fill('Shino');
      await calm(host);
      await host.getByRole('button', { name: g('write_send') }).click();
      await host.getByRole('heading', { level: 1, name: 'Which glaze comes next?' }).waitFor();
      talk = new URL(host.url()).pathname;

      await guest.goto(talk);
      const poll = guest.getByRole('region', { name: g('poll') });
      await poll.getByText(within(g('poll_hidden'))).waitFor();
      await poll.getByRole('radio', { name: 'Shino' }).check();
      await calm(guest);
      await poll.getByRole('button', { name: g('poll_vote') }).click();
      await poll.getByText('100 %').waitFor();
      await poll.getByRole('button', { name: g('poll_change') }).click();
      await poll.getByRole('radio', { name: 'Celadon' }).check();
      await poll.getByRole('button', { name: g('poll_vote') }).click();
      await poll.getByRole('listitem').filter({ hasText: 'Celadon' }).getByText('100 %').waitFor();
      await calm(guest);
      const seen = (await shop.must(200, 'GET', `/v1${talk.replace(/^\/groups\/[^/]+\/d/, '/discussions')}`, undefined, { token: linh.token })).poll_view;
      assert.deepEqual([seen.voters, seen.options.map((each) => each.votes)], [1, [1, 0, 0]]);
    });

    await t.test('live: what one says stands on the other page at once', async () => {
      await host.getByRole('button', { name: g('acts') }).first().click();
      await host.getByRole('dialog').getByRole('button', { name: g('go_live') }).click();
      await host.getByText(g('live'), { exact: true }).waitFor();
      await guest.reload();
      await guest.getByText(g('live'), { exact: true }).waitFor();
      const speak = async (page, text) => {
        await page.getByRole('textbox', { name: g('write_reply') }).fill(text);
        await page.getByRole('button', { name: g('send_reply'), exact: true }).last().click();
      };
      await speak(host, 'The kiln is at 900 degrees now.');
      await guest.getByText('The kiln is at 900 degrees now.').first().waitFor();
      await speak(guest, 'I smell it down here.');
      await host.getByText('I smell it down here.').first().waitFor();
      await calm(guest);
    });

    const bell = {
      en: { moved: /“Open studio” was moved from .+ to .+\. Where: 3 Mill Road/, off: /“Open studio”, planned for .+, is called off\./ },
      vi: { moved: /“Open studio” đã đổi giờ, từ .+ sang .+\. Địa điểm: 3 Mill Road/, off: /“Open studio”, dự kiến .+, đã bị hủy\./ },
    }[where.locale];
    await t.test('an event: planned, said yes to, taken into a calendar that reminds, moved, called off, and the guest told of both', async () => {
      await host.goto(`/groups/${group.slug}?tab=events`);
      await host.getByText(g('events_none')).waitFor();
      await host.getByRole('button', { name: g('event_new') }).click();
      const sheet = host.getByRole('dialog');
      await sheet.getByLabel(g('event_title')).fill('Open studio');
      const at = (hours) => new Date(Date.now() + hours * 3_600_000 - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
      await sheet.getByLabel(g('event_starts')).fill(at(72));
      await sheet.getByLabel(g('event_ends')).fill(at(71));
      await sheet.locator('#event input').nth(3).fill('12 Kiln Lane');
      await sheet.getByRole('button', { name: g('event_save') }).click();
      await sheet.getByText(g('event_order')).first().waitFor();
      await sheet.getByLabel(g('event_ends')).fill(at(75));
      await sheet.getByRole('button', { name: g('event_save') }).click();
      await host.getByRole('heading', { level: 1, name: 'Open studio' }).waitFor();
      await calm(host);

      await guest.goto(`/groups/${group.slug}?tab=events`);
      await guest.getByRole('link', { name: /Open studio/ }).click();
      await guest.getByRole('button', { name: g('rsvp_going'), exact: true }).click();
      await guest.getByRole('heading', { name: g('who_comes') }).waitFor();
      await guest.getByRole('region', { name: g('who_comes') }).getByRole('link', { name: /Guest Linh/ }).waitFor();
      await guest.getByText(g('event_reminds')).waitFor();
      await calm(guest);
      const [file] = await Promise.all([guest.waitForEvent('download'), guest.getByRole('link', { name: g('calendar_add') }).click()]);
      const text = readFileSync(await file.path(), 'utf8');
      for (const line of ['SUMMARY:Open studio', 'LOCATION:12 Kiln Lane', 'STATUS:CONFIRMED', 'TRIGGER:-P1D']) assert.ok(text.includes(`${line}\r\n`), line);

      const told = (words) => until(`the guest hears ${words}`, async () => {
        const { items } = await shop.must(200, 'GET', '/v1/notifications', undefined, { token: linh.token });
        return items.some((each) => each.kind === words);
      });
      await host.getByRole('button', { name: g('event_change'), exact: true }).click();
      await sheet.getByText(g('event_tells')).waitFor();
      await sheet.getByLabel(g('event_ends')).fill(at(99));
      await sheet.getByLabel(g('event_starts')).fill(at(96));
      await sheet.locator('#event input').nth(3).fill('3 Mill Road');
      await calm(host);
      await sheet.getByRole('button', { name: g('save'), exact: true }).click();
      await sheet.waitFor({ state: 'detached' });
      await told('event_moved');
      await guest.goto('/notifications');
      const heard = guest.getByRole('main').getByRole('link', { name: bell.moved });
      await heard.waitFor();
      assert.ok(!/UTC/.test(await heard.innerText()), 'the times are by the guest’s own clock');
      await calm(guest);
      await heard.click();
      await guest.getByRole('heading', { level: 1, name: 'Open studio' }).waitFor();
      await guest.getByText('3 Mill Road').waitFor();

      await host.getByRole('button', { name: g('event_cancel'), exact: true }).click();
      await host.getByText(within(g('event_cancel_sure'))).waitFor();
      await host.getByRole('button', { name: g('event_cancel'), exact: true }).click();
      await host.getByRole('status').filter({ hasText: g('event_cancelled') }).waitFor();
      await told('event_cancelled');
      await guest.goto('/notifications');
      await guest.getByRole('main').getByRole('link', { name: bell.off }).click();
      await guest.getByRole('heading', { level: 1, name: 'Open studio' }).waitFor();
      await guest.getByRole('status').filter({ hasText: g('event_cancelled') }).waitFor();
      assert.equal(await guest.getByRole('button', { name: g('rsvp_going'), exact: true }).count(), 0);
      await calm(guest);
    });

    await t.test('a post hangs on the wall for whoever looks at the group', async () => {
      const shown = await media(shop, linh.token);
      const made = await post(shop, linh.token, { text: 'First out of the kiln', media_ids: [shown.id] });
      await guest.goto(`/groups/${group.slug}?tab=posts`);
      await guest.getByText(g('posts_none')).waitFor();
      await guest.getByRole('button', { name: g('posts_add') }).click();
      await guest.getByRole('dialog').getByRole('button', { name: /First out of the kiln/ }).click();
      await guest.getByRole('dialog').waitFor({ state: 'detached' });
      await guest.locator(`main a[href*="${made.id}"]`).first().waitFor();
      await calm(guest);
      const stranger = await visitor(browser, shop, where);
      await stranger.goto(`/groups/${group.slug}?tab=posts`);
      await stranger.locator(`main a[href*="${made.id}"]`).first().waitFor();
      await calm(stranger);
      assert.deepEqual(stranger.troubles, []);
    });

    await t.test('what was missed comes by mail, once, until its link ends it', async () => {
      const proof = await until('the address can be proved', () => mails(shop).map((mail) => mail.includes(linh.email) && /verify[^\s"]*token=([\w-]+)/.exec(mail)).find(Boolean));
      assert.ok((await shop.post('/v1/email_verifications/confirm', { token: proof[1] })).status < 300);
      await guest.goto(`/groups/${group.slug}?tab=about`);
      await guest.getByText(g('digest_daily'), { exact: true }).click();
      await guest.getByText(g('digest_saved')).first().waitFor();
      const asked = await shop.must(201, 'POST', `/v1/groups/${group.slug}/discussions`, { kind: 'question', title: 'Who has a spare kiln shelf?', text: 'Mine bends.' }, { token: bao.token, key: 'a-shelf' });
      const soon = await shop.must(201, 'POST', `/v1/groups/${group.slug}/events`, {
        title: 'Night firing', starts_at: new Date(Date.now() + 5 * 3_600_000).toISOString(), ends_at: new Date(Date.now() + 8 * 3_600_000).toISOString(),
      }, { token: bao.token, key: 'night' });
      await shop.must(200, 'PUT', `/v1/group_events/${soon.id}/rsvp`, { answer: 'maybe' }, { token: linh.token });
      const reminders = () => mails(shop).filter((mail) => mail.includes(`/events/${soon.id}`));
      const digests = () => mails(shop).filter((mail) => mail.includes('/groups/unsubscribe?token='));
      assert.equal(digests().length, 0);
      await twoDaysLater(shop);
      const [mail] = await until('the mail is there', () => digests().length > 0 && digests(), { milliseconds: 60_000 });
      assert.ok(mail.includes('Who has a spare kiln shelf?') && mail.includes(`To: `) && mail.includes(linh.email));
      assert.ok(asked.id);
      await until('the guest is reminded', () => reminders().length > 0, { milliseconds: 60_000 });
      const lines = (await shop.must(200, 'GET', '/v1/notifications', undefined, { token: linh.token })).items.filter((each) => each.kind === 'event_reminder');
      assert.deepEqual(lines.map((each) => [each.text.includes('Night firing'), each.times[0].starts_at, each.url]), [[true, soon.starts_at, `/groups/${group.slug}/events/${soon.id}`]]);

      const reader = await visitor(browser, shop, where);
      await reader.goto(`/groups/unsubscribe?token=${/unsubscribe\?token=([\w-]+)/.exec(mail)[1]}`);
      await reader.getByText(g('unsubscribed', { group: 'Kiln club' })).waitFor();
      await calm(reader);
      assert.equal((await shop.must(200, 'GET', `/v1/groups/${group.slug}`, undefined, { token: linh.token })).membership.digest, 'none');
      await shop.must(201, 'POST', `/v1/groups/${group.slug}/discussions`, { kind: 'question', title: 'And who has cones?', text: 'Cone six.' }, { token: bao.token, key: 'cones' });
      await twoDaysLater(shop);
      await until('the work of the hour is done', async () => {
        const text = "SELECT next_at FROM platform_job_runs WHERE name = 'community.digests'";
        const said = shop.engine === 'postgres' ? execFileSync('psql', [shop.settings['database.url'], '-qAtc', text], { encoding: 'utf8' }) : execFileSync('sqlite3', ['-readonly', join(shop.data, 'plaza.db'), text], { encoding: 'utf8' });
        return Number(said) > 0;
      }, { milliseconds: 60_000, every: 200 });
      assert.equal(digests().length, 1);
      assert.equal(reminders().length, 1);
      assert.deepEqual(reader.troubles, []);
    });
    for (const page of [host, guest]) assert.deepEqual(page.troubles, []);
    await shop.close();
  });
}
