// A tiny router for the mock: patterns with {names}, problem+json refusals.
export class Refusal extends Error {
  constructor(status, code, title, errors = []) {
    super(title);
    Object.assign(this, { status, code, errors });
  }
}

const routes = [];
export function on(method, pattern, handler) {
  const names = [...pattern.matchAll(/\{(\w+)\}/g)].map((found) => found[1]);
  const shape = new RegExp(`^${pattern.replace(/\{\w+\}/g, '([^/]+)')}$`);
  routes.push({ method, shape, names, handler });
}

async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}

export async function answer(request, response, url) {
  for (const { method, shape, names, handler } of routes) {
    const found = method === request.method && shape.exec(url.pathname);
    if (!found) continue;
    const raw = await bodyOf(request);
    const json = (request.headers['content-type'] ?? '').includes('json');
    const context = {
      params: Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(found[index + 1])])),
      query: url.searchParams,
      body: json && raw.length ? JSON.parse(raw.toString()) : {},
      raw,
      request,
      response,
      cookies: Object.fromEntries((request.headers.cookie ?? '').split('; ').map((each) => each.split('='))),
    };
    try {
      const reply = await handler(context);
      if (reply === undefined && response.headersSent) return true;
      const [status, value] = Array.isArray(reply) ? reply : [reply === undefined ? 204 : 200, reply];
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(value === undefined ? '' : JSON.stringify(value));
    } catch (error) {
      const known = error instanceof Refusal;
      if (!known) console.error(error);
      response.writeHead(known ? error.status : 500, { 'Content-Type': 'application/problem+json' });
      response.end(
        JSON.stringify({
          type: 'about:blank',
          title: error.message,
          status: known ? error.status : 500,
          detail: error.message,
          code: known ? error.code : 'internal',
          instance: 'mock',
          errors: error.errors ?? [],
        }),
      );
    }
    return true;
  }
  return false;
}

/** A slice by cursor: the cursor is the index where the next page starts. */
export function paged(list, query, view = (each) => each) {
  const start = Number(query.get('cursor') ?? 0);
  const limit = Math.min(Number(query.get('limit') ?? 20), 100);
  const items = list.slice(start, start + limit).map(view);
  return { items, next_cursor: start + limit < list.length ? String(start + limit) : null };
}
