// Debian's Chromium through playwright-core, and the words of the pages in both languages.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { sizes } from './rotation.mjs';
import { ownerEmail, ownerPassword, root } from './shop.mjs';

const fromWeb = createRequire(join(root, 'web/package.json'));
const { chromium } = fromWeb('playwright-core');
const axeSource = readFileSync(fromWeb.resolve('axe-core/axe.min.js'), 'utf8');

export const openBrowser = () => chromium.launch({
  executablePath: process.env.PLAZA_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking', '--disable-component-update',
    '--disable-sync', '--no-first-run', '--mute-audio'],
});

// A visitor of their own: no cookies, the language and the size of the journey. Script errors of its pages are gathered.
export async function visitor(browser, shop, { size, locale }) {
  const context = await browser.newContext({
    ...sizes[size], baseURL: shop.url, locale: locale === 'vi' ? 'vi-VN' : 'en-GB', reducedMotion: 'reduce', serviceWorkers: 'block',
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  page.troubles = [];
  page.on('pageerror', (error) => page.troubles.push(error.message));
  return page;
}

const wordsOf = (locale, folder = 'shared') => JSON.parse(readFileSync(join(root, `web/${folder}/i18n/${locale}.json`), 'utf8'));

// t('pay', {amount: '24 €'}) as the pages say it; a parameter that is not given matches anything, and the answer is a RegExp.
export const words = (locale) => saying(wordsOf(locale));
// The words of a part that brings its own: partWords('vi', 'storefront/community').
export const partWords = (locale, folder) => saying(wordsOf(locale, folder));
// The studio's own words over the shared ones; a button may show its key behind its words.
export const studioWords = (locale) => saying({ ...wordsOf(locale), ...wordsOf(locale, 'studio') }, '(?:\\s+[a-z])?\\s*');

function saying(messages, after = '') {
  return (key, params = {}) => {
    const message = messages[key];
    if (typeof message !== 'string') throw new Error(`no words for ${key}`);
    const literal = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const pattern = message.split(/(\{\w+\})/).map((part) => {
      const name = /^\{(\w+)\}$/.exec(part)?.[1];
      if (!name) return literal(part);
      return name in params ? literal(String(params[name])) : '.*';
    }).join('');
    return new RegExp(`^\\s*${pattern}\\s*${after}$`);
  };
}

async function violations(page, part, options) {
  await page.evaluate(axeSource);
  const given = [part, { resultTypes: ['violations'], ...options }];
  return (await page.evaluate(([inside, how]) => globalThis.axe.run(inside ?? document, how), given)).violations;
}
const said = (each) => `${each.id}: ${each.nodes.slice(0, 3).map((node) => node.target.join(' ')).join(' | ')}`;

// Whatever axe-core finds on a page, or in a part of it.
export const allProblems = async (page, part, options) => (await violations(page, part, options)).map(said);

// What keeps somebody out.
export async function seriousProblems(page, part) {
  const found = await violations(page, part);
  return found.filter((each) => each.impact === 'serious' || each.impact === 'critical').map(said);
}

// The elements that stick out at the right of the window, and are not in a part that scrolls by itself; [] when the page fits.
// A window that was just made narrower has three seconds to settle.
export async function stickingOut(page) {
  let found = [];
  for (const end = Date.now() + 3_000; Date.now() < end;) {
    found = await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => {
      const { scrollWidth } = document.documentElement;
      if (scrollWidth <= innerWidth && document.body.scrollWidth <= innerWidth) return done([]);
      const wide = [...document.body.querySelectorAll('*')].filter((each) => each.getBoundingClientRect().right > innerWidth + 1);
      return done([`${scrollWidth} of ${innerWidth} px`, ...wide.slice(-3).map((each) => each.outerHTML.slice(0, 160))]);
    })));
    if (found.length === 0) break;
  }
  return found;
}

export async function enterStudio(page, say, at = '/studio/') {
  await page.goto(at);
  await page.locator('input[type=email]').fill(ownerEmail);
  await page.locator('input[type=password]').fill(ownerPassword);
  await page.locator('form').getByRole('button', { name: say('sign_in') }).click();
  await page.locator('input[type=password]').waitFor({ state: 'detached' });
}

export async function signIn(page, email, password) {
  await page.goto('/signin');
  await page.locator('form [type=email]').fill(email);
  await page.locator('form [type=password]').fill(password);
  await page.locator('form button[type=submit]').click();
  await page.waitForURL((url) => url.pathname !== '/signin');
}

// From a sheet that asks for the address to the thanks at its end.
export async function payInSheet(sheet, say, { email = 'lan@example.com' } = {}) {
  await sheet.locator('[name=email]').fill(email);
  await sheet.locator('[name=name]').fill('Lan Phạm');
  await sheet.locator('[name=address-line1]').fill('12 Phố Hàng Gai');
  await sheet.locator('[name=postal-code]').fill('100000');
  await sheet.locator('[name=city]').fill('Hà Nội');
  await sheet.locator('[name=country]').selectOption('VN');
  await sheet.getByRole('button', { name: say('to_delivery') }).click();
  await sheet.getByRole('button', { name: say('to_payment') }).click();
  await sheet.locator('input[name=payment][value=ok]').check({ force: true });
  await sheet.getByRole('button', { name: say('pay') }).click();
  await sheet.getByText(say('thank_you')).waitFor();
}
