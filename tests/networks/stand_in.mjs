// A small Graph API and a small TikTok for tests, built from the shapes that both publish: they keep what they are told, know an
// idempotency key, want the right token, and can be told to refuse, to be busy, or to lose their answer.
//
//   const network = await NetworkStandIn.open();
//   network.fault('messages', { status: 400, body: { error: { message: 'limit', code: 4 } } });   // the next one
//   network.made                                  // replies and messages that were carried out, oldest first
import { createHmac } from 'node:crypto';
import http from 'node:http';

export const tokens = { instagram: 'ig-journey', facebook: 'fb-journey', whatsapp: 'wa-journey', tiktok: 'tt-journey' };
export const own = { instagram: '17841400000000001', facebook: '555000000000001', whatsapp: '106600000000001', tiktok: 'act.business1' };
export const secrets = { meta: 'meta-app-secret', verify: 'verify-journeys', tiktok: 'tiktok-client-secret' };

export class NetworkStandIn {
  made = [];
  requests = [];
  people = new Map();
  mentions = new Map();
  #faults = [];
  #keys = new Map();
  #count = 0;

  static async open() {
    const standIn = new NetworkStandIn();
    standIn.server = http.createServer((request, reply) => standIn.#hear(request, reply));
    await new Promise((done) => standIn.server.listen(0, '127.0.0.1', done));
    standIn.url = `http://127.0.0.1:${standIn.server.address().port}`;
    return standIn;
  }

  close() {
    this.server.closeAllConnections();
    this.server.close();
  }

  get settings() {
    return {
      'networks.meta_app_secrets': `an-older-secret,${secrets.meta}`, 'networks.meta_verify_token': secrets.verify, 'networks.graph_base_url': `${this.url}/v23.0`,
      'networks.instagram_account_id': own.instagram, 'networks.instagram_token': tokens.instagram,
      'networks.facebook_page_id': own.facebook, 'networks.facebook_token': tokens.facebook,
      'networks.whatsapp_phone_number_id': own.whatsapp, 'networks.whatsapp_token': tokens.whatsapp,
      'networks.tiktok_client_secrets': secrets.tiktok, 'networks.tiktok_business_id': own.tiktok, 'networks.tiktok_token': tokens.tiktok,
      'networks.tiktok_base_url': `${this.url}/open_api/v1.3`,
    };
  }

  // The next request whose operation this is goes wrong.
  fault(operation, what) {
    this.#faults.push({ operation, ...what });
  }

  async #hear(request, reply) {
    const parts = [];
    for await (const part of request) parts.push(part);
    const text = Buffer.concat(parts).toString();
    const url = new URL(request.url, this.url);
    const key = request.headers['idempotency-key'];
    const { operation, status, body } = this.#answer(request, url, text, key);
    this.requests.push({ operation, path: url.pathname, key, text, status });
    reply.writeHead(status, { 'content-type': 'application/json' });
    reply.end(JSON.stringify(body));
  }

  #answer(request, url, text, key) {
    const graph = /^\/v23\.0\/([^/]+)(?:\/([a-z_]+))?$/.exec(url.pathname);
    const tiktok = /^\/open_api\/v1\.3\/business\/(comment\/reply\/create|message\/send)\/$/.exec(url.pathname);
    if (!graph && !tiktok) return { operation: 'unknown', status: 404, body: { error: { message: 'Unknown path', type: 'OAuthException', code: 2500 } } };
    const operation = tiktok ? tiktok[1] : graph[2] ?? 'get';
    const at = this.#faults.findIndex((each) => each.operation === operation);
    if (at >= 0 && !this.#faults[at].after) {
      const { status, body } = this.#faults.splice(at, 1)[0];
      return { operation, status, body };
    }
    if (key && this.#keys.has(key)) return { operation, ...this.#keys.get(key) };
    const answer = tiktok ? this.#tiktok(request, tiktok[1], text) : this.#graph(request, graph[1], graph[2], url, text);
    if (key && answer.status === 200) this.#keys.set(key, answer);
    return { operation, ...answer };
  }

  #graph(request, id, edge, url, text) {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    const network = Object.keys(tokens).find((each) => each !== 'tiktok' && tokens[each] === token);
    const refused = (message, code, status = 400) => ({ status, body: { error: { message, type: 'OAuthException', code, fbtrace_id: 'trace' } } });
    if (!network) return refused('Invalid OAuth access token.', 190, 401);
    if (request.method === 'GET') {
      const mention = /comment_id\(([^)]+)\)/.exec(url.searchParams.get('fields') ?? '');
      if (mention) return { status: 200, body: { mentioned_comment: this.mentions.get(mention[1]), id } };
      const person = this.people.get(id);
      return person ? { status: 200, body: { ...person, id } } : refused('Unsupported get request.', 100);
    }
    const body = JSON.parse(text);
    const made = (answer, more) => {
      this.made.push({ network, edge, id, ...more });
      return { status: 200, body: answer };
    };
    if (edge === 'replies' || edge === 'comments') {
      if (!body.message) return refused('(#100) The parameter message is required', 100);
      return made({ id: `reply_${++this.#count}` }, { text: body.message });
    }
    if (edge === 'mentions') return made({ id: `reply_${++this.#count}` }, { text: body.message, media: body.media_id, comment: body.comment_id });
    if (edge === 'messages' && network === 'whatsapp') {
      if (body.messaging_product !== 'whatsapp' || id !== own.whatsapp) return refused('(#100) Invalid parameter', 100);
      return made({ messaging_product: 'whatsapp', contacts: [{ input: body.to, wa_id: body.to }], messages: [{ id: `wamid.out${++this.#count}` }] },
        { text: body.text.body, to: body.to, context: body.context?.message_id });
    }
    if (edge === 'messages') {
      const to = body.recipient?.id ?? body.recipient?.comment_id;
      if (!to || !body.message?.text) return refused('(#100) Invalid parameter', 100);
      return made({ recipient_id: to, message_id: `mid_${++this.#count}` }, { text: body.message.text, to, privately: Boolean(body.recipient.comment_id) });
    }
    return refused('Unsupported post request.', 100);
  }

  #tiktok(request, operation, text) {
    if (request.headers['access-token'] !== tokens.tiktok) return { status: 200, body: { code: 40105, message: 'Access token is incorrect or has been revoked.' } };
    const body = JSON.parse(text);
    if (body.business_id !== own.tiktok) return { status: 200, body: { code: 40002, message: 'business_id: invalid' } };
    const id = `${++this.#count}`;
    if (operation === 'message/send') {
      this.made.push({ network: 'tiktok', edge: operation, to: body.recipient, text: body.text.body });
      return { status: 200, body: { code: 0, message: 'OK', request_id: id, data: { message: { message_id: `tm_${id}` } } } };
    }
    this.made.push({ network: 'tiktok', edge: operation, id: body.comment_id, video: body.video_id, text: body.text });
    return { status: 200, body: { code: 0, message: 'OK', request_id: id, data: { comment_id: id, video_id: body.video_id } } };
  }
}

const hex = (secret, text) => createHmac('sha256', secret).update(text).digest('hex');

// One delivery, as Meta makes it: it signs the bytes that it sends, with everything beyond ASCII escaped.
export function fromMeta(shop, event, { secret = secrets.meta, signature, payload } = {}) {
  const body = payload ?? JSON.stringify(event).replaceAll(/[\u0080-\uffff]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return shop.post('/v1/webhooks/meta', body, { headers: { 'x-hub-signature-256': signature ?? `sha256=${hex(secret, body)}` } });
}

export function fromTikTok(shop, event, { secret = secrets.tiktok, at = Math.floor(Date.now() / 1000), payload } = {}) {
  const body = payload ?? JSON.stringify(event);
  return shop.post('/v1/webhooks/tiktok', body, { headers: { 'tiktok-signature': `t=${at},s=${hex(secret, `${at}.${body}`)}` } });
}

// --- webhooks as published ---

const now = () => Math.floor(Date.now() / 1000);
export const instagram = {
  comment: (id, text, more = {}) => ({ object: 'instagram', entry: [{ id: own.instagram, time: now(), changes: [{ field: 'comments',
    value: { from: { id: '232323232323232', username: 'mai.pots' }, media: { id: '90010482', media_product_type: 'FEED' }, id, text, ...more } }] }] }),
  mention: (comment_id) => ({ object: 'instagram', entry: [{ id: own.instagram, time: now(), changes: [{ field: 'mentions', value: { media_id: '91000001', comment_id } }] }] }),
  message: (mid, text, more = {}) => ({ object: 'instagram', entry: [{ id: own.instagram, time: Date.now(), messaging: [{ sender: { id: '232323232323232' },
    recipient: { id: own.instagram }, timestamp: Date.now(), message: { mid, text, ...more } }] }] }),
  echo: (mid, text) => ({ object: 'instagram', entry: [{ id: own.instagram, time: Date.now(), messaging: [{ sender: { id: own.instagram },
    recipient: { id: '232323232323232' }, timestamp: Date.now(), message: { mid, text, is_echo: true } }] }] }),
};
export const facebook = {
  comment: (id, message) => ({ object: 'page', entry: [{ id: own.facebook, time: now(), changes: [{ field: 'feed', value: { item: 'comment', verb: 'add', comment_id: id,
    post_id: `${own.facebook}_7`, parent_id: `${own.facebook}_7`, from: { id: '880088', name: 'Lan Phạm' }, message, created_time: now(),
    post: { permalink_url: `https://www.facebook.com/${own.facebook}/posts/7` } } }] }] }),
};
const whatsappValue = (more) => ({ object: 'whatsapp_business_account', entry: [{ id: '102290129340398', changes: [{ field: 'messages', value: {
  messaging_product: 'whatsapp', metadata: { display_phone_number: '15550783881', phone_number_id: own.whatsapp }, ...more } }] }] });
export const whatsapp = {
  message: (id, body, from = '84912345678') => whatsappValue({ contacts: [{ profile: { name: 'An Lê' }, wa_id: from }],
    messages: [{ from, id, timestamp: `${now()}`, type: 'text', text: { body } }] }),
  status: (id, status, errors) => whatsappValue({ statuses: [{ id, status, timestamp: `${now()}`, recipient_id: '84912345678', ...(errors && { errors }) }] }),
};
export const tiktok = {
  comment: (id, text) => ({ client_key: 'bwo2m45353a6k85', event: 'comment.update', create_time: now(), user_openid: own.tiktok,
    content: JSON.stringify({ comment_id: id, video_id: '7201', parent_comment_id: '0', comment_type: 'comment', comment_action: 'insert', timestamp: now(), unique_identifier: 'u_5', username: 'hoa', text }) }),
  message: (id, body) => ({ client_key: 'bwo2m45353a6k85', event: 'im_receive_msg', create_time: now(), user_openid: own.tiktok,
    content: JSON.stringify({ type: 'text', text: { body }, conversation_id: 'conv_1', message_id: id, from: 'hoa', from_user: { id: 'u_5', role: 'PERSONAL_ACCOUNT' }, timestamp: Date.now() }) }),
};
