// The examples of docs/api.md run as they stand there, in their order, in bash against a fresh demo shop; each answer has the status
// and the members that the page prints. And what the other pages say of the API is in the API: every address, every member of a body.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { root, Shop } from '../kit/shop.mjs';

const read = (name) => readFileSync(join(root, name), 'utf8');
const fences = (text) => [...text.matchAll(/^```(\w*)[ \t]*(.*)\n([\s\S]*?)^```$/gm)]
  .map((match) => ({ kind: match[1], more: match[2].trim(), body: match[3], line: text.slice(0, match.index).split('\n').length }));

// What of an answer is not as printed. Printed "$NAME" matches any text or number and keeps it; "…" any value; in a list a last "…" any
// more of them; members that are not printed do not count.
export function differences(printed, got, kept, at = '') {
  if (printed === '…') return got === undefined ? [`${at} is missing`] : [];
  if (typeof printed === 'string' && /^\$[A-Z_]+$/.test(printed)) {
    if (!['string', 'number'].includes(typeof got) || got === '') return [`${at} is ${JSON.stringify(got)}`];
    kept[printed.slice(1)] = String(got);
    return [];
  }
  if (Array.isArray(printed)) {
    if (!Array.isArray(got)) return [`${at} is no list but ${JSON.stringify(got)}`];
    const more = printed.at(-1) === '…';
    const wanted = more ? printed.slice(0, -1) : printed;
    if (got.length < wanted.length || (!more && got.length !== wanted.length)) return [`${at} has ${got.length} items: ${JSON.stringify(got).slice(0, 300)}`];
    return wanted.flatMap((each, index) => differences(each, got[index], kept, `${at}[${index}]`));
  }
  if (printed !== null && typeof printed === 'object') {
    if (got === null || typeof got !== 'object') return [`${at} is ${JSON.stringify(got)}`];
    return Object.entries(printed).flatMap(([name, value]) => differences(value, got[name], kept, `${at}.${name}`));
  }
  return printed === got ? [] : [`${at} is ${JSON.stringify(got)}, not ${JSON.stringify(printed)}`];
}

test('the comparison of answers can fail', () => {
  const kept = {};
  assert.deepEqual(differences({ id: '$ID', a: [1, '…'], any: '…' }, { id: 'x', a: [1, 2], any: null, b: 3 }, kept), []);
  assert.deepEqual(kept, { ID: 'x' });
  for (const [printed, got] of [[{ a: 1 }, { a: 2 }], [{ a: 1 }, {}], [{ a: '…' }, {}], [[1], [1, 2]], [[1, 2, '…'], [1]], [{ a: { b: 1 } }, { a: null }], ['$A', null], [null, 0]]) {
    assert.equal(differences(printed, got, {}).length, 1, JSON.stringify([printed, got]));
  }
});

test('the examples of docs/api.md answer as printed', { timeout: 300_000 }, async (t) => {
  const blocks = fences(read('docs/api.md'));
  const shop = await Shop.open({ command: 'demo', owner: false });
  t.after(() => shop.abandon());
  const kept = { SHOP: shop.url };
  // Blocks of words without an answer are what all that follow need.
  const needed = ['curl() { command curl --max-time 30 -w "\\n%{http_code}" "$@"; }'];
  let run = 0;
  const problems = [];
  for (const [at, { kind, body, line }] of blocks.entries()) {
    if (kind !== 'sh') continue;
    const answer = blocks[at + 1];
    if (answer?.kind !== 'json' && answer?.kind !== 'text') {
      needed.push(body);
      continue;
    }
    const { stdout, stderr } = await promisify(execFile)('bash', ['-c', [...needed, body].join('\n')], { env: { ...process.env, ...kept } });
    const end = stdout.lastIndexOf('\n');
    const [said, status] = [stdout.slice(0, end), stdout.slice(end + 1)];
    const where = `docs/api.md:${line}`;
    run += 1;
    if (status !== answer.more) problems.push(`${where}: ${status}, not ${answer.more}: ${said.slice(0, 500)} ${stderr}`);
    else if (answer.kind === 'text') {
      const missing = answer.body.trim().split('\n').filter((each) => !said.includes(each));
      if (missing.length) problems.push(`${where}: ${missing} is not in ${said.slice(0, 500)}`);
    } else problems.push(...differences(JSON.parse(answer.body), said ? JSON.parse(said) : null, kept).map((each) => `${where}: ${each}`));
    if (problems.length) break;  // what follows needs what this was to give
  }
  assert.deepEqual(problems, []);
  assert.ok(run >= 40, `${run} examples`);
  t.diagnostic(`${run} examples`);
  await shop.close();
});

test('what the pages say of the API is in the API', () => {
  const api = JSON.parse(read('api/openapi.json'));
  const resolved = (schema) => (schema?.$ref ? resolved(api.components.schemas[schema.$ref.split('/').at(-1)]) : schema);
  const find = (method, path) => Object.entries(api.paths).find(([pattern, methods]) => methods[method.toLowerCase()]
    && new RegExp(`^${pattern.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path))?.[1][method.toLowerCase()];
  const problems = [];
  let seen = 0;
  for (const name of readdirSync(join(root, 'docs')).filter((each) => each.endsWith('.md'))) {
    const text = read(`docs/${name}`);
    for (const match of text.matchAll(/\b(GET|POST|PUT|PATCH|DELETE) +(\/v1\/[^\s`"')]*)(?:[ \t]+(\{(?:[^`]*?)\})(?=\s*$|[ \t]{2,}|`))?/gm)) {
      const [, method, address, body] = match;
      const where = `docs/${name}:${text.slice(0, match.index).split('\n').length}: ${method} ${address}`;
      const path = address.replace(/[?].*$/, '').replace(/[.,;:]$/, '');
      if (path.includes('…') || path.startsWith('/v1/dev/')) continue;  // the test provider is not of the product
      seen += 1;
      // {products,stock}.csv are two addresses; {id} is any one.
      const several = /\{(\w+(?:,\w+)+)\}/.exec(path);
      const routes = (several ? several[1].split(',').map((each) => path.replace(several[0], each)) : [path])
        .map((each) => find(method, each.replaceAll(/\{[^}]*\}|\$\w+/g, 'x')));
      if (routes.some((each) => !each)) {
        problems.push(`${where} does not exist`);
        continue;
      }
      const [route] = routes;
      const known = resolved(route.requestBody?.content?.['application/json']?.schema)?.properties;
      let given;
      try {
        given = JSON.parse(body ?? 'null');
      } catch {
        continue;  // told in words
      }
      for (const member of Object.keys(given ?? {})) if (known && !(member in known)) problems.push(`${where} has no ${member}`);
    }
  }
  assert.deepEqual(problems, []);
  assert.ok(seen >= 60, `${seen} addresses`);
});
