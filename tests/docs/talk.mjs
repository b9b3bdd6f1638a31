// The pictures of where people talk: groups, answers, reviews, chat and messages, moderation, the inbox and the radar. What the demo shop
// does not have by itself is written through its API first, as members and staff would write it.
import { partWords, visitor, words } from '../kit/browser.mjs';
import { until } from '../kit/shop.mjs';

const password = 'kilnlight-demo';
const addressOf = (handle) => `${handle}@kilnlight.example`;

export async function signedIn(browser, shop, handle, size = 'desk') {
  const page = await visitor(browser, shop, { size, locale: 'en' });
  await page.goto('/signin');
  await page.locator('form [type=email]').fill(addressOf(handle));
  await page.locator('form [type=password]').fill(password);
  await page.locator('form button[type=submit]').click();
  await page.waitForURL((url) => url.pathname !== '/signin');
  return page;
}

const tokenOf = async (shop, handle) => ({ token: (await shop.must(201, 'POST', '/v1/sessions', { email: addressOf(handle), password })).token });

export async function furnishTalk(shop) {
  const staff = { token: shop.owner };
  const answers = await shop.must(200, 'GET', '/v1/admin/help/settings', undefined, staff);
  await shop.must(200, 'PUT', '/v1/admin/help/settings', { ...answers, unshown_bp: 0 }, staff);  // nobody is left without offers by lot
  const hannah = await tokenOf(shop, 'hannah_loom');
  const [post] = (await shop.must(200, 'GET', '/v1/feed', undefined, staff)).items.map((each) => each.post);
  const removed = async (text, reason, note) => {
    const said = await shop.must(201, 'POST', `/v1/posts/${post.id}/comments`, { text }, hannah);
    const opened = await shop.must(200, 'POST', '/v1/admin/moderation/cases', { kind: 'comment', id: said.id }, staff);
    await shop.must(200, 'POST', `/v1/admin/moderation/cases/${opened.id}/decide`, { action: 'remove', reason, note }, staff);
  };
  await removed('My sister sells the same scarf rings for less, write to me.', 'spam', 'Rule 3 of the shop: no selling of other shops under a post.');
  await removed('Whoever glazed this was asleep.', 'abuse', 'Say what is wrong with the glaze, not with the person.');
  const { items } = await shop.must(200, 'GET', '/v1/me/moderation', undefined, hannah);
  const objected = items.find((each) => each.reason === 'abuse');
  await shop.must(201, 'POST', `/v1/me/moderation/decisions/${objected.id}/appeal`, { words: 'It was a joke among potters: Mai and I fire together.' }, hannah);

  const listed = async (slug, words) => (await shop.must(200, 'GET', `/v1/groups/${slug}/discussions?limit=50`, undefined, staff)).items.find((each) => each.title.includes(words));
  const advertised = await listed('glaze-and-fire', 'moon jars');
  await shop.must(200, 'PUT', '/v1/groups/glaze-and-fire/members/mai_gom', { role: 'moderator' }, staff);
  const seller = await tokenOf(shop, 'poppy_makes');
  const offered = await shop.must(201, 'POST', `/v1/discussions/${advertised.id}/replies`, { text: 'I sell kiln shelves that nobody needs any more, half the price, ask me.' }, { ...seller, key: 'shelves' });
  for (const handle of ['linhandclay', 'kenji_table']) {
    await shop.must(201, 'POST', '/v1/reports', { kind: 'reply', id: offered.id, reason: 'spam', note: handle === 'kenji_table' ? 'Rule 3: no selling.' : '' }, await tokenOf(shop, handle));
  }
  const conversation = async (words) => (await shop.must(200, 'GET', '/v1/admin/conversations?limit=50', undefined, staff)).items.find((each) => `${each.subject} ${each.excerpt}`.includes(words));
  return {
    answered: await listed('glaze-and-fire', 'celadon craze'),
    broken: await conversation('came in two pieces'),
  };
}

// `picture` keeps what `page` shows at an address once what comes after it was done.
export async function talkPictures({ browser, shop, picture, wants, staff }) {
  const names = ['group', 'discussion', 'ask', 'reviews', 'phone_chat', 'messages', 'help', 'own_moderation', 'group_moderation', 'studio_inbox', 'studio_care_report', 'studio_moderation', 'studio_radar', 'studio_stop_sale'];
  if (!names.some(wants)) return [];
  const there = await furnishTalk(shop);
  const owner = { token: shop.owner };
  const g = partWords('en', 'storefront/community');
  const say = words('en');
  const hannah = await signedIn(browser, shop, 'hannah_loom', 'phone');
  await picture('group', hannah, '/groups/glaze-and-fire', (page) => page.getByText('Which glaze shall we bring back').first().waitFor());
  await picture('discussion', hannah, `/groups/glaze-and-fire/d/${there.answered.id}`, (page) => page.getByText(g('accepted_answer')).first().waitFor());
  await picture('ask', hannah, '/groups/glaze-and-fire/new', async (page) => {
    await page.getByRole('textbox', { name: g('write_headline_question') }).fill('Why does my celadon glaze crack days after firing?');
    await page.getByRole('region', { name: g('suggestions') }).getByRole('link').first().waitFor();
  });
  await picture('reviews', hannah, '/products/moon-jar#reviews', async (page) => {
    await page.locator('article.review').first().waitFor();
    await page.getByRole('heading', { name: 'Reviews', exact: true }).evaluate((each) => window.scrollTo(0, window.scrollY + each.getBoundingClientRect().top - 20));
  });
  await picture('help', hannah, '/help', async (page) => {
    await page.getByRole('search').getByRole('textbox').fill('dishwasher');
    await page.getByRole('heading', { name: 'Orders and delivery' }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: /dishwasher/i }).first().waitFor();
  });
  await picture('own_moderation', hannah, '/account/moderation', (page) => page.getByText('Rule 3 of the shop').first().waitFor());
  const mai = await signedIn(browser, shop, 'mai_gom');
  await picture('group_moderation', mai, '/groups/glaze-and-fire/moderation', (page) => page.getByText('half the price').first().waitFor());
  const noor = await signedIn(browser, shop, 'noor_interiors', 'phone');
  await picture('messages', noor, '/messages', async (page) => {
    await page.getByRole('link', { name: /Dara/ }).first().click();
    await page.getByRole('log').getByText('you were right').waitFor();
  });
  const phone = await signedIn(browser, shop, 'dara_reads', 'phone');
  await picture('phone_chat', phone, '/products/ember-mug', async (page) => {
    await page.getByRole('button', { name: say('chat_open') }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByRole('button', { name: /Show Ember Mug/ }).click();
    const write = async (text) => {
      await sheet.getByRole('textbox', { name: 'Write a message' }).fill(text);
      await sheet.getByRole('button', { name: 'Send', exact: true }).click();
      await sheet.getByRole('log').getByText(text).waitFor();
    };
    await write('Does this one keep the tea warm in bed? I read slowly.');
    const chat = await until('the inbox has it', async () => (await shop.must(200, 'GET', '/v1/admin/conversations?channel=chat', undefined, owner)).items[0]);
    const answer = async (text, at) => {
      await shop.must(201, 'POST', `/v1/admin/conversations/${chat.id}/answers`, { text, client_id: `answer-number-${at}`, then: 'open' }, owner);
      await sheet.getByRole('log').getByText(text).waitFor({ timeout: 30_000 });
    };
    await answer('About forty minutes with the lid on, if you warm the mug first.', 1);
    await write('And it does not tip?');
    await answer('It is low and heavy at the foot. The cat has to mean it.', 2);
  });

  await picture('studio_inbox', staff, `/studio/inbox/${there.broken.id}`, (page) => page.locator('.turns').first().waitFor());
  await picture('studio_care_report', staff, '/studio/inbox?desk=report', (page) => page.getByRole('table').first().waitFor());
  await picture('studio_moderation', staff, '/studio/moderation', async (page) => {
    await page.getByText('Same bowls for half the price').first().click();
    await page.locator('blockquote').first().waitFor();
  });
  const alert = (page) => page.getByText('Very disappointed').first().waitFor();
  await picture('studio_radar', staff, '/studio/radar', async (page) => {
    await alert(page);
    await page.getByRole('heading', { name: 'Complaints that spread' }).evaluate((each) => each.scrollIntoView());
  });
  await picture('studio_stop_sale', staff, '/studio/radar', async (page) => {
    await page.locator('summary').first().click();
  });
  return [hannah, mai, noor, phone].flatMap((page) => page.troubles);
}
