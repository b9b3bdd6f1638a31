// Words, names, pictures and files that are HTML, SVG and script, put everywhere somebody may write: groups, discussions, polls, events, direct
// messages, the chat, the contact page, reviews, help articles, social networks, calls, mails and their files. Every page that shows them is
// opened in Chromium by a stranger, by a member and by staff: no script runs, no dialog opens, no page is left, nothing foreign is
// fetched, and the content security policy has nothing to report, because nothing even tried.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enterStudio, openBrowser, partWords, signIn, studioWords, visitor, words } from '../kit/browser.mjs';
import { combinations, nameOf } from '../kit/rotation.mjs';
import { media, member, ownPassword, picture, post, product } from '../kit/seed.mjs';
import { Shop, until } from '../kit/shop.mjs';
import { Dovecot } from '../mail/dovecot.mjs';
import { letter, PostOffice } from '../mail/post_office.mjs';
import { fromMeta, instagram, NetworkStandIn, whatsapp } from '../networks/stand_in.mjs';

const trap = (at) => `<svg onload="window.hacked='${at}'"></svg><img src="https://evil.example/${at}.gif" onerror="window.hacked='${at}'">`
  + `</textarea></title></script><script>window.hacked='${at}';alert(1)</script><iframe srcdoc="<script>parent.hacked='${at}'</script>"></iframe>`
  + `[press](javascript:window.hacked='${at}') <a href="javascript:alert(1)">${at}</a> https://evil.example/"onmouseover="window.hacked='${at}' {{constructor.constructor('hacked=1')()}}`;
const short = (at) => `${at}<img src=x onerror=alert(1)>`;  // where there is less room
const image = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" onload="window.hacked='svg'"><script>window.hacked='svg'</script></svg>`);
const page = Buffer.from(`<!doctype html><script>window.hacked='file';alert(1)</script>`);

// Tells what a page tried: flags, dialogs, reports of the policy, foreign addresses.
async function watched(browser, shop, where) {
  const made = await visitor(browser, shop, where);
  made.tried = [];
  made.on('dialog', (dialog) => { made.tried.push(`dialog ${dialog.message()}`); void dialog.dismiss(); });
  made.on('request', (request) => { if (/evil\.example/.test(request.url())) made.tried.push(`fetched ${request.url()}`); });
  made.on('console', (message) => { if (/Content Security Policy|Refused to/.test(message.text())) made.tried.push(message.text()); });
  await made.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => console.error(`Content Security Policy: ${event.violatedDirective} ${event.blockedURI}`));
  });
  made.quiet = async (what) => {
    for (const frame of made.frames()) assert.equal(await frame.evaluate(() => globalThis.hacked), undefined, `${what}: a script ran`);
    assert.deepEqual(made.tried, [], what);
    assert.equal(await made.locator('[onload], [onerror], [onmouseover], [onclick], [href^="javascript:" i], [src*="evil.example"], main svg script').count(), 0, `${what}: markup stands in the page`);
    assert.ok(!(await made.evaluate(() => document.title)).includes('taken'), what);
  };
  // Opens, waits until the marker of the trap is read as text, and looks.
  made.shows = async (address, marker, then = async () => {}) => {
    await made.goto('about:blank');  // a place in the same page is opened anew, too
    const answer = await made.goto(address);
    const policy = answer.headers()['content-security-policy'] ?? '';
    assert.ok(/script-src 'self'/.test(policy) && !/script-src[^;]*unsafe-inline/.test(policy), `${address}: ${policy}`);
    const source = (await answer.text()).replaceAll(/<script type="application\/(ld\+)?json"[^>]*>[^<]*<\/script>/g, '');
    for (const tag of ['<svg onload', '<img src="https://evil', "<script>window", '<iframe srcdoc', 'onerror=alert(1)>']) assert.ok(!source.includes(tag), `${address} holds ${tag}`);
    await then();
    await made.getByText(marker).first().waitFor({ state: 'attached' });
    await made.mouse.wheel(0, 4_000);
    await made.quiet(address);
  };
  return made;
}

for (const where of combinations(1)) {
  test(`nothing that somebody wrote runs anywhere (${nameOf(where)})`, { timeout: 420_000 }, async (t) => {
    const dovecot = await Dovecot.open('support');
    t.after(() => dovecot.close());
    const office = await PostOffice.open(dovecot);
    t.after(() => office.close());
    const network = await NetworkStandIn.open();
    t.after(() => network.close());
    const shop = await Shop.open({ ...where, set: { ...network.settings, 'mailbox.accounts': dovecot.account, 'mailbox.ca_file': dovecot.certificate, 'mailbox.poll_seconds': '1', 'mail.smtp_url': office.url, 'mail.from': 'Shop <hello@shop.example>' } });
    t.after(() => shop.abandon());
    const browser = await openBrowser();
    t.after(() => browser.close());
    const say = words(where.locale);
    const g = partWords(where.locale, 'storefront/community');
    const studio = studioWords(where.locale);
    const owner = { token: shop.owner };
    const must = (status, method, path, body, options) => shop.must(status, method, path, body, options);
    const bowl = await product(shop, 'Field Bowl');
    const account = await must(201, 'POST', '/v1/accounts', { email: 'eve@example.com', password: ownPassword, display_name: short('Eve') });
    const eve = { token: account.token, handle: account.account.handle };
    const linh = await member(shop, 'Linh');
    const own = {};

    await t.test('it is written everywhere', async () => {
      const standard = await must(200, 'GET', '/v1/admin/moderation/rules', undefined, owner);
      await must(200, 'PUT', '/v1/admin/moderation/rules', { text: '', version: standard.version }, owner);  // nothing waits for a moderator
      await must(200, 'PATCH', '/v1/me', { bio: trap('bio').slice(0, 160) }, eve);
      const group = await must(201, 'POST', '/v1/groups', { name: short('Group'), about: trap('about').slice(0, 500), rules: trap('rules'), visibility: 'public', subject: { kind: 'interest', ref: 'clay' }, tags: ['clay'], slug: 'hostile' }, { ...owner, key: 'the-group' });
      for (const who of [eve, linh]) await must(200, 'PUT', `/v1/groups/${group.slug}/membership`, {}, { token: who.token });
      await must(200, 'PUT', `/v1/admin/community/people/${eve.handle}/level`, { level: 3, note: '' }, owner);
      const talks = `/v1/groups/${group.slug}/discussions`;
      own.asked = (await must(201, 'POST', talks, { kind: 'question', title: `Title ${trap('title')}`.slice(0, 150), text: trap('question') }, { ...eve, key: 'asked' })).id;
      own.reply = (await must(201, 'POST', `/v1/discussions/${own.asked}/replies`, { text: trap('reply') }, { ...eve, key: 'reply' })).id;
      own.poll = (await must(201, 'POST', talks, { kind: 'discussion', title: short('A poll of Eve'), text: '', poll: { options: [short('one'), short('two')] } }, { ...eve, key: 'poll' })).id;
      const when = (hours) => new Date(Date.now() + hours * 3_600_000).toISOString();
      const event = { title: short('Event'), text: trap('event'), place: short('place'), starts_at: when(48), ends_at: when(50) };
      for (const url of ['javascript:alert(1)', 'data:text/html,<script>alert(1)</script>', 'https://evil.example/"onclick="alert(1)']) {
        const answer = await shop.post(`/v1/groups/${group.slug}/events`, { ...event, url }, { ...eve, key: `event-${url.length}` });
        assert.ok(answer.status === 400 || !/javascript:|data:|"onclick/.test(answer.body.url), `${url}: ${answer.text}`);
      }
      own.event = (await must(201, 'POST', `/v1/groups/${group.slug}/events`, { ...event, url: 'https://example.com/studio' }, { ...eve, key: 'event' })).id;

      const thread = await must(201, 'POST', '/v1/messages/threads', { handle: linh.handle, client_id: 'the-first-words', text: 'May I write to you?' }, eve);
      own.thread = thread.id;
      await must(200, 'POST', `/v1/messages/threads/${thread.id}/accept`, undefined, { token: linh.token });
      await must(201, 'POST', `/v1/messages/threads/${thread.id}/messages`, { client_id: 'a-direct-trap', text: trap('direct') }, eve);
      await must(201, 'POST', '/v1/chat', {}, eve);
      await must(201, 'POST', '/v1/chat/messages', { text: trap('chat'), client_id: 'a-trap-in-the-chat' }, eve);
      for (const path of ['/v1/media?alt=x', `/v1/messages/threads/${thread.id}/pictures`, '/v1/chat/pictures']) {
        for (const [bytes, type] of [[image, 'image/svg+xml'], [image, 'image/png'], [page, 'text/html'], [page, 'image/gif']]) {
          const answer = await shop.ask('POST', path, bytes, { ...eve, type });
          assert.ok(answer.status === 415 || answer.status === 400 || answer.status === 422, `${path} took ${type}: ${answer.status} ${answer.text}`);
        }
      }
      await must(201, 'POST', '/v1/conversations', { subject: short('Subject'), text: trap('contact'), name: short('Guest'), email: 'guest@example.com' });

      const bought = await post(shop, account.token, { text: trap('post'), products: [bowl] });
      own.post = bought.id;
      await must(201, 'POST', `/v1/posts/${bought.id}/comments`, { text: trap('comment') }, eve);
      await must(201, 'POST', `/v1/products/${bowl.handle}/reviews`, { stars: 2, title: short('Review'), text: trap('review').slice(0, 900) }, { ...eve, key: 'review' });
      await must(201, 'POST', `/v1/products/${bowl.handle}/questions`, { text: `Does it? ${trap('asked')}`.slice(0, 480) }, { ...eve, key: 'question' });
      const article = await must(201, 'POST', '/v1/admin/help/articles', { handle: 'traps', section: (await must(200, 'GET', '/v1/admin/help/settings', undefined, owner)).sections[0].code, title: short('Article'), text: trap('article'), title_vi: short('Article'), text_vi: trap('article') }, owner);
      await must(200, 'PUT', `/v1/admin/help/articles/${article.id}/status`, { version: article.version, status: 'published' }, owner);
      own.article = article.id;
      await must(201, 'POST', '/v1/reports', { kind: 'reply', id: own.reply, reason: 'abuse', note: trap('report').slice(0, 480) }, { token: linh.token });

      await fromMeta(shop, instagram.comment('17900001', trap('instagram').slice(0, 1_000)));
      await fromMeta(shop, whatsapp.message('wamid.b1', trap('whatsapp').slice(0, 1_000)));
      await must(201, 'POST', '/v1/admin/calls', { webvtt: `WEBVTT\n\n00:01.000 --> 00:02.000\n<v Eve>voice ${trap('call').replaceAll('\n', ' ')}`, agent_name: short('Agent'), customer_name: short('Caller') }, owner);
      const html = `<html><head><title>taken</title><base href="https://evil.example/"><meta http-equiv="refresh" content="0;url=https://evil.example/"><style>@import "https://evil.example/a.css";body{background:url(https://evil.example/b.png)}</style></head>`
        + `<body onload="parent.hacked='mail'">A mail in HTML ${trap('mail')}<form action="https://evil.example/"><input name=a autofocus onfocus="parent.hacked='form'"></form><object data="https://evil.example/o"></object><math><mtext><img src=x onerror="parent.hacked='math'"></mtext></math></body></html>`;
      const parts = (name, type, bytes) => `--mix\r\nContent-Type: ${type}; name="${name}"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="${name}"\r\n\r\n${bytes.toString('base64')}\r\n`;
      await office.send('eve@example.org', 'support@shop.example', `From: ${short('Mailer').replaceAll(/[<>]/g, '')} <eve@example.org>\r\nTo: support@shop.example\r\nSubject: ${short('Mail')}\r\nMessage-ID: <trap@example.org>\r\nMIME-Version: 1.0\r\n`
        + `Content-Type: multipart/mixed; boundary=mix\r\n\r\n--mix\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${html}\r\n${parts("<img src=x onerror=alert(1)>.svg", 'image/svg+xml', image)}${parts('page.html', 'text/html', page)}${parts('photo.png', 'image/png', page)}--mix--\r\n`);
      await office.send('eve2@example.org', 'support@shop.example', letter({ from: 'eve2@example.org', subject: short('Plain'), text: trap('plain') }));
      await until('the inbox has them all', async () => {
        const all = (await must(200, 'GET', '/v1/admin/conversations?limit=100', undefined, owner)).items;
        own.talks = all.map((each) => [each.id, each.channel]);
        return ['chat', 'form', 'email', 'instagram', 'whatsapp', 'call'].every((channel) => all.some((each) => each.channel === channel)) && all.filter((each) => each.channel === 'email').length === 2;
      }, { milliseconds: 90_000, every: 200 });
    });

    await t.test('a stranger reads it as text', async () => {
      const stranger = await watched(browser, shop, where);
      await stranger.shows('/groups', /Group<img/);
      await stranger.shows('/groups/hostile', /Title <svg/);
      await stranger.shows('/groups/hostile?tab=about', /rules'/);
      await stranger.shows('/groups/hostile?tab=events', /Event<img/);
      await stranger.shows('/groups/hostile?tab=members', g('title')).catch(() => stranger.quiet('members'));
      await stranger.shows(`/groups/hostile/d/${own.asked}`, /reply'/);
      await stranger.shows(`/groups/hostile/d/${own.poll}`, /two<img/);
      await stranger.shows(`/groups/hostile/events/${own.event}`, /place<img/);
      await stranger.shows(`/p/${own.post}`, /comment'|post'/);
      await stranger.shows(`/@${eve.handle}`, /Eve<img/);
      await stranger.shows(`/products/${bowl.handle}#reviews`, /Review<img/);
      await stranger.shows(`/products/${bowl.handle}#questions`, /Does it\?/);
      await stranger.shows('/help', /Article<img/);
      await stranger.shows('/help/traps', /press/);
      await stranger.shows('/', /post'/);
      assert.deepEqual(stranger.troubles, []);
    });

    await t.test('a member reads it as text, in messages, the chat and the bell', async () => {
      const reads = await watched(browser, shop, where);
      await signIn(reads, linh.email, ownPassword);
      await reads.shows(`/messages/${own.thread}`, /direct'/);
      await reads.shows('/messages', /Eve<img/);
      await reads.shows('/notifications', /./);
      await reads.shows('/groups/hostile/new', /./, async () => {
        await reads.getByRole('textbox', { name: g('write_headline_question') }).fill('Title svg onload window hacked press');
        await reads.getByRole('textbox', { name: g('write_words') }).pressSequentially('@eve');
      });
      const writes = await watched(browser, shop, where);
      await signIn(writes, 'eve@example.com', ownPassword);
      await writes.shows('/account', /./, async () => {
        await writes.getByRole('button', { name: say('chat_open') }).click();
        await writes.getByRole('dialog').getByText(/chat'/).first().waitFor();
      });
      await writes.shows('/account/reviews', /Review<img/);
      assert.deepEqual([...reads.troubles, ...writes.troubles], []);
    });

    await t.test('staff read it as text, and files are given as files', async () => {
      const desk = await watched(browser, shop, where);
      await enterStudio(desk, studio);
      await desk.shows('/studio/inbox', /Subject<img/);
      for (const [id, channel] of own.talks) {
        await desk.shows(`/studio/inbox/${id}`, /<svg|<img|mail/i, async () => {
          await desk.locator('.turns').first().waitFor();
          for (const each of await desk.getByText(studio('care.as_sent')).all()) await each.click();
        });
        for (const frame of desk.frames().slice(1)) {
          assert.equal(await frame.locator('script, img, form, object, meta, base, iframe, [onload], [onerror], [onfocus]').count(), 0, `${channel}: the frame holds markup that acts`);
        }
      }
      const mails = own.talks.filter(([, channel]) => channel === 'email').map(([id]) => id);
      const turns = (await Promise.all(mails.map((id) => must(200, 'GET', `/v1/admin/conversations/${id}`, undefined, owner)))).flatMap((each) => each.messages.map((message) => message.id));
      const letters = (await must(200, 'GET', `/v1/admin/letters?message_ids=${turns.join(',')}`, undefined, owner)).items;
      const files = letters.flatMap((each) => each.files).map((file) => `/v1/admin/letters/files/${file.id}`);
      assert.equal(files.length, 3);
      for (const path of files) {
        const got = await shop.get(path, owner);
        assert.match(got.headers['content-disposition'] ?? '', /^attachment/, path);
        assert.match(got.headers['content-security-policy'] ?? '', /default-src 'none'/, path);
        assert.equal(got.headers['x-content-type-options'], 'nosniff', path);
      }
      await desk.shows('/studio/moderation', /reply'|<svg/, async () => {
        await desk.getByText(/reply'|<svg/).first().click();
        await desk.locator('blockquote').first().waitFor();
      });
      await desk.shows('/studio/reviews', /Review<img/);
      await desk.shows('/studio/communities', /Group<img/);
      await desk.shows('/studio/help', /Article<img/);
      await desk.shows(`/studio/posts/${own.post}`, /post'/);
      await desk.shows('/studio/radar', /./);
      await desk.shows(`/studio/people/${account.account.id}`, /Eve<img/);
      assert.deepEqual(desk.troubles, []);
    });

    await t.test('a picture with markup in it is a picture', async () => {
      const bytes = picture();
      const kept = await media(shop, account.token, Buffer.concat([bytes, page]));
      const opened = await watched(browser, shop, where);
      const answer = await opened.goto(kept.url);
      assert.match(answer.headers()['content-type'], /^image\/(png|webp|jpeg|avif)/);
      assert.equal(answer.headers()['x-content-type-options'], 'nosniff');
      assert.ok(!(await answer.body()).includes('<script>'), 'what is no picture is gone');
      assert.equal(await opened.evaluate(() => globalThis.hacked), undefined);
      assert.deepEqual(opened.tried.filter((each) => !/inline style/.test(each)), [], 'the browser styles a picture that is opened alone');
    });
    await shop.close();
  });
}
