// A small Stripe for tests: PaymentIntents and refunds over HTTP, with a memory, idempotency keys, the published shapes and the
// strictness of the real one (unknown parameters, reused keys and impossible moves are refused). It survives the shop.
//
//   const bank = await StripeStandIn.open();
//   bank.fault('confirm', 'drop_reply');          // the next confirmation is carried out and its answer lost
//   bank.act(intent.id, 'paid');                  // the shopper says yes at their bank
//   bank.events                                   // what it would tell by webhook, oldest first
//   bank.url + '/v3/'                             // the script for browsers, see stripe_browser.mjs
//
// Payment methods: pm_card_visa pays, pm_card_chargeDeclined is refused, pm_card_authenticationRequired and pm_redirect wait for
// the shopper, anything else is unknown.
import { randomBytes } from 'node:crypto';
import http from 'node:http';
import { bankPage, formPage, layerPage, methodOf, script } from './stripe_browser.mjs';

const allowed = {
  create: ['amount', 'currency', 'capture_method', 'automatic_payment_methods', 'payment_method_types', 'metadata', 'confirm', 'payment_method',
    'return_url', 'description'],
  confirm: ['payment_method', 'return_url'],
  cancel: ['cancellation_reason'],
  capture: ['amount_to_capture'],
  refund: ['payment_intent', 'amount', 'metadata', 'reason'],
};
const id = (prefix) => `${prefix}_${randomBytes(12).toString('hex')}`;
const now = () => Math.floor(Date.now() / 1000);

// a[b][0]=c as {a: {b: {0: 'c'}}}; throws on a name that is not formed so.
export function parseForm(text) {
  const out = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const match = /^([^[\]]+)((?:\[[^[\]]+\])*)$/.exec(name);
    if (!match) throw new Error(`malformed parameter ${name}`);
    const path = [match[1], ...[...match[2].matchAll(/\[([^[\]]+)\]/g)].map((each) => each[1])];
    let at = out;
    for (const step of path.slice(0, -1)) at = at[step] ??= {};
    at[path.at(-1)] = value;
  }
  return out;
}

class Refusal extends Error {
  constructor(status, error) {
    super(error.message);
    this.status = status;
    this.error = error;
  }
}
const invalid = (message, more = {}) => new Refusal(400, { type: 'invalid_request_error', message, ...more });

export class StripeStandIn {
  intents = new Map();
  refunds = new Map();
  events = [];
  requests = [];
  #keys = new Map();
  #faults = [];
  #hooks = [];

  static async open() {
    const standIn = new StripeStandIn();
    standIn.server = http.createServer((request, reply) => standIn.#serve(request, reply));
    await new Promise((done) => standIn.server.listen(0, '127.0.0.1', done));
    standIn.port = standIn.server.address().port;
    standIn.url = `http://127.0.0.1:${standIn.port}`;
    return standIn;
  }

  close() {
    this.server.closeAllConnections();
    this.server.close();
  }

  // What happens to the next `times` requests of an operation (create, confirm, retrieve, cancel, capture, refund, refunds, list, search):
  // drop_request (not carried out, no answer), drop_reply (carried out, no answer), status_500 (not carried out), lie (carried out, another
  // amount is told), hang (carried out, never answered), delay (answered after a second).
  fault(operation, kind, times = 1) {
    for (let at = 0; at < times; ++at) this.#faults.push({ operation, kind });
  }

  forgetFaults() {
    this.#faults = [];
  }

  // Calls `work` once, before ('received') or after ('done') the next such operation is carried out; its answer waits for it.
  hook(operation, moment, work) {
    this.#hooks.push({ operation, moment, work });
  }

  // What the shopper does at their bank.
  act(intentId, outcome) {
    const intent = this.intents.get(intentId);
    if (intent.status !== 'requires_action') throw new Error(`${intentId} is ${intent.status}`);
    if (outcome === 'paid') this.#succeed(intent);
    else this.#decline(intent, 'authentication_failure');
  }

  // A card that the shopper tried in the form was declined.
  refuse(intentId) {
    const intent = this.intents.get(intentId);
    this.#decline(intent, 'generic_decline');
    return intent;
  }

  intentOf(payment) {
    return [...this.intents.values()].filter((each) => each.metadata.plaza_payment === payment);
  }

  // Taken and not given back.
  held(intent) {
    const back = [...this.refunds.values()].filter((each) => each.payment_intent === intent.id && each.status !== 'failed');
    return intent.amount_received - back.reduce((sum, each) => sum + each.amount, 0);
  }

  // Staff give money back at Stripe, and not in the shop. Stripe tells it twice, by the charge and by the refund: this is the latter.
  refundHere(intentId, amount) {
    const intent = this.intents.get(intentId);
    const refund = this.#newRefund(intent, amount, {});
    this.#tell('charge.refunded', {
      id: intent.latest_charge, object: 'charge', amount: intent.amount, amount_refunded: intent.amount_received - this.held(intent),
      currency: intent.currency, payment_intent: intent.id, refunded: this.held(intent) === 0,
    });
    return this.#tell('refund.created', refund);
  }

  // A bank sends a refund back.
  failRefund(refundId) {
    const refund = this.refunds.get(refundId);
    refund.status = 'failed';
    return this.#tell('refund.failed', refund);
  }

  // --- what it does ---

  #tell(type, object) {
    const event = {
      id: id('evt'), object: 'event', api_version: '2024-06-20', created: now(), livemode: false, pending_webhooks: 1,
      request: { id: null, idempotency_key: null }, type, data: { object: structuredClone(object) },
    };
    this.events.push(event);
    return event;
  }

  #succeed(intent) {
    intent.next_action = null;
    if (intent.capture_method === 'manual') {
      Object.assign(intent, { status: 'requires_capture', amount_capturable: intent.amount });
      this.#tell('payment_intent.amount_capturable_updated', intent);
      return;
    }
    Object.assign(intent, { status: 'succeeded', amount_received: intent.amount, latest_charge: id('ch') });
    this.#tell('payment_intent.succeeded', intent);
  }

  #decline(intent, code) {
    const error = { type: 'card_error', code: 'card_declined', decline_code: code, message: 'Your card was declined.' };
    Object.assign(intent, { status: 'requires_payment_method', next_action: null, last_payment_error: error });
    this.#tell('payment_intent.payment_failed', intent);
    return new Refusal(402, { ...error, payment_intent: structuredClone(intent) });
  }

  #create({ amount, currency, capture_method = 'automatic', metadata = {} }) {
    if (!/^[1-9]\d{0,11}$/.test(amount ?? '')) throw invalid('Invalid positive integer', { param: 'amount', code: 'parameter_invalid_integer' });
    if (!/^[a-z]{3}$/.test(currency ?? '')) throw invalid(`Invalid currency: ${currency}`, { param: 'currency' });
    const intent = {
      id: id('pi'), object: 'payment_intent', amount: Number(amount), amount_capturable: 0, amount_received: 0, capture_method,
      automatic_payment_methods: { enabled: true }, canceled_at: null, cancellation_reason: null, client_secret: '', created: now(), currency,
      last_payment_error: null, latest_charge: null, livemode: false, metadata, next_action: null, status: 'requires_payment_method',
    };
    intent.client_secret = `${intent.id}_secret_${randomBytes(8).toString('hex')}`;
    this.intents.set(intent.id, intent);
    return intent;
  }

  #confirm(intent, { payment_method: method, return_url: back }) {
    if (!['requires_payment_method', 'requires_confirmation'].includes(intent.status)) throw this.#unexpected(intent, 'confirm');
    if (!back) throw invalid('A return_url is needed with automatic payment methods.', { param: 'return_url' });
    if (method === 'pm_card_visa') this.#succeed(intent);
    else if (method === 'pm_card_chargeDeclined') throw this.#decline(intent, 'generic_decline');
    else if (method === 'pm_card_authenticationRequired') {
      const action = { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect' } };
      Object.assign(intent, { status: 'requires_action', next_action: action });
      this.#tell('payment_intent.requires_action', intent);
    } else if (method === 'pm_redirect') {
      const url = `https://bank.example/${intent.id}?return=${encodeURIComponent(back)}`;
      Object.assign(intent, { status: 'requires_action', next_action: { type: 'redirect_to_url', redirect_to_url: { url, return_url: back } } });
      this.#tell('payment_intent.requires_action', intent);
    } else throw invalid(`No such PaymentMethod: '${method}'`, { code: 'resource_missing', param: 'payment_method' });
    return intent;
  }

  #unexpected(intent, verb) {
    return invalid(`This PaymentIntent could not be ${verb}ed: its status is ${intent.status}.`,
      { code: 'payment_intent_unexpected_state', payment_intent: structuredClone(intent) });
  }

  #cancel(intent) {
    if (['succeeded', 'canceled', 'processing'].includes(intent.status)) throw this.#unexpected(intent, 'cancel');
    Object.assign(intent, { status: 'canceled', canceled_at: now(), next_action: null, amount_capturable: 0 });
    this.#tell('payment_intent.canceled', intent);
    return intent;
  }

  #capture(intent, { amount_to_capture: wanted = String(intent.amount) }) {
    if (intent.status !== 'requires_capture') throw this.#unexpected(intent, 'captur');
    if (Number(wanted) > intent.amount_capturable) throw invalid('Too much.', { code: 'amount_too_large', param: 'amount_to_capture' });
    Object.assign(intent, { status: 'succeeded', amount_received: Number(wanted), amount_capturable: 0, latest_charge: id('ch') });
    this.#tell('payment_intent.succeeded', intent);
    return intent;
  }

  #refund({ payment_intent: of, amount, metadata = {} }) {
    const intent = this.#find(of);
    if (intent.status !== 'succeeded') throw invalid('This PaymentIntent has no charge to refund.');
    if (this.held(intent) === 0) throw invalid('Charge has already been refunded.', { code: 'charge_already_refunded' });
    if (Number(amount) > this.held(intent)) throw invalid('Refund amount is greater than unrefunded amount on charge.', { param: 'amount' });
    const refund = this.#newRefund(intent, Number(amount), metadata);
    this.#tell('refund.created', refund);
    return refund;
  }

  #newRefund(intent, amount, metadata) {
    const refund = {
      id: id('re'), object: 'refund', created: now(), amount, currency: intent.currency, payment_intent: intent.id, status: 'succeeded', metadata,
    };
    this.refunds.set(refund.id, refund);
    return refund;
  }

  #find(intentId) {
    const intent = this.intents.get(intentId);
    if (intent) return intent;
    const message = `No such payment_intent: '${intentId}'`;
    throw new Refusal(404, { type: 'invalid_request_error', code: 'resource_missing', message });
  }

  // --- HTTP ---

  // [operation, what it does] of one request.
  #route(method, url, form) {
    const [, , what, which, verb] = url.pathname.split('/');
    const list = (data) => ({ object: 'list', url: url.pathname, data, has_more: false });
    if (what === 'payment_intents') {
      if (method === 'POST' && !which) return ['create', () => this.#create(form)];
      if (method === 'POST' && verb === 'confirm') return ['confirm', () => this.#confirm(this.#find(which), form)];
      if (method === 'POST' && verb === 'cancel') return ['cancel', () => this.#cancel(this.#find(which))];
      if (method === 'POST' && verb === 'capture') return ['capture', () => this.#capture(this.#find(which), form)];
      if (method === 'GET' && which === 'search') {
        const wanted = /'plaza_payment'\]:'([^']+)'/.exec(url.searchParams.get('query'))?.[1];
        return ['search', () => list(this.intentOf(wanted))];
      }
      if (method === 'GET' && which) return ['retrieve', () => this.#find(which)];
      if (method === 'GET') return ['list', () => list([...this.intents.values()].reverse())];
    }
    if (what === 'refunds' && method === 'POST') return ['refund', () => this.#refund(form)];
    if (what === 'refunds') {
      const of = url.searchParams.get('payment_intent');
      return ['refunds', () => list([...this.refunds.values()].filter((each) => !of || each.payment_intent === of).reverse())];
    }
    throw new Refusal(404, { type: 'invalid_request_error', message: `Unrecognized request URL (${method}: ${url.pathname}).` });
  }

  // --- browsers ---

  // What Stripe's script asks for its shopper: only with the intent's own secret, and never more than its status allows.
  #ofSecret(params) {
    const intent = [...this.intents.values()].find((each) => each.client_secret === params.get('client_secret'));
    if (!intent || !/^pk_/.test(params.get('key') ?? '')) throw invalid('No such payment_intent', { code: 'resource_missing' });
    return intent;
  }

  #inBrowser(path, params) {
    const intent = this.#ofSecret(params);
    const told = () => ({ id: intent.id, status: intent.status, next_action: intent.next_action });
    if (path === '/browser/act') {
      this.act(intent.id, params.get('outcome'));
      if (intent.last_payment_error) throw new Refusal(402, { ...intent.last_payment_error, message: 'We are unable to authenticate your payment method.' });
    } else if (path === '/browser/confirm') {
      const amount = params.get('amount');
      if (amount && (Number(amount) !== intent.amount || params.get('currency') !== intent.currency)) {
        throw invalid('The amount of the Elements group and of the PaymentIntent differ.', { code: 'payment_intent_incompatible' });
      }
      if (intent.status === 'requires_action') Object.assign(intent, { status: 'requires_payment_method', next_action: null });
      const method = params.get('kind') === 'bank' ? 'pm_redirect' : methodOf(params.get('number'));
      intent.last_payment_error = null;
      this.#confirm(intent, { payment_method: method, return_url: params.get('return_url') });
      if (intent.next_action?.redirect_to_url) {
        intent.next_action.redirect_to_url.url = `${this.url}/bank/${intent.id}?back=${encodeURIComponent(params.get('return_url'))}`;
      }
    } else if (['succeeded', 'canceled'].includes(intent.status)) throw this.#unexpected(intent, 'us');
    return told();
  }

  // True if it was a browser's request.
  async #serveBrowser(request, reply, url, text) {
    const send = (status, type, body, more = {}) => {
      reply.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'access-control-allow-origin': '*', ...more });
      reply.end(body);
    };
    if (url.pathname === '/v3/') {
      this.requests.push({ operation: 'script', url: request.url });
      const at = this.#faults.findIndex((each) => each.operation === 'script');
      const fault = at >= 0 ? this.#faults.splice(at, 1)[0].kind : '';
      if (fault === 'drop_request') return request.socket.destroy(), true;
      if (fault === 'hold') await new Promise((go) => { this.letScriptGo = go; });
      return send(200, 'text/javascript', script(this.url)), true;
    }
    if (url.pathname === '/v3/form') return send(200, 'text/html', formPage), true;
    if (url.pathname === '/v3/bank') return send(200, 'text/html', layerPage(this.#ofSecret(new URLSearchParams([...url.searchParams, ['key', 'pk_']])))), true;
    const away = /^\/bank\/(\w+)$/.exec(url.pathname);
    if (away && request.method === 'GET') return send(200, 'text/html', bankPage(this.intents.get(away[1]), url.searchParams.get('back'))), true;
    if (away) {
      const form = new URLSearchParams(text);
      this.act(away[1], form.get('outcome'));
      const back = new URL(form.get('back'));
      back.searchParams.set('payment_intent', away[1]);
      back.searchParams.set('redirect_status', form.get('outcome') === 'paid' ? 'succeeded' : 'failed');
      return send(303, 'text/plain', '', { location: back.href }), true;
    }
    if (!url.pathname.startsWith('/browser/')) return false;
    try {
      const told = this.#inBrowser(url.pathname, request.method === 'POST' ? new URLSearchParams(text) : url.searchParams);
      send(200, 'application/json', JSON.stringify(told));
    } catch (error) {
      send(error.status ?? 400, 'application/json', JSON.stringify({ error: error.error ?? { type: 'api_error', message: error.message } }));
    }
    return true;
  }

  #checked(operation, form) {
    const known = allowed[operation];
    const strange = known && Object.keys(form).find((name) => !known.includes(name));
    if (strange) throw invalid(`Received unknown parameter: ${strange}`, { code: 'parameter_unknown', param: strange });
  }

  // The answer to a key is the same for ever, errors of the card included.
  #answer(request, operation, work, text) {
    const key = request.headers['idempotency-key'];
    const known = request.method === 'POST' && key && this.#keys.get(key);
    if (known) {
      if (known.text !== text || known.path !== request.url) {
        return [400, { error: { type: 'idempotency_error', message: 'Keys for idempotent requests can only be used with the same parameters.' } }];
      }
      return known.answer;
    }
    let answer;
    try {
      answer = [200, structuredClone(work())];
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      answer = [error.status, { error: error.error }];
    }
    if (request.method === 'POST' && key) this.#keys.set(key, { text, path: request.url, answer });
    return answer;
  }

  async #at(operation, moment) {
    const at = this.#hooks.findIndex((each) => each.operation === operation && each.moment === moment);
    if (at >= 0) await this.#hooks.splice(at, 1)[0].work();
  }

  async #serve(request, reply) {
    const parts = [];
    for await (const part of request) parts.push(part);
    const text = Buffer.concat(parts).toString();
    const url = new URL(request.url, this.url);
    if (await this.#serveBrowser(request, reply, url, text)) return;
    const send = (status, body) => {
      const bytes = Buffer.from(JSON.stringify(body));
      reply.writeHead(status, { 'content-type': 'application/json', 'content-length': bytes.length, 'request-id': id('req') });
      reply.end(bytes);
    };
    let operation;
    let work;
    try {
      if (!/^(Bearer sk_test_|Basic )/.test(request.headers.authorization ?? '')) {
        throw new Refusal(401, { type: 'invalid_request_error', message: 'You did not provide an API key.' });
      }
      const form = request.method === 'POST' ? parseForm(text) : {};
      [operation, work] = this.#route(request.method, url, form);
      this.#checked(operation, form);
    } catch (error) {
      send(error.status ?? 400, { error: error.error ?? { type: 'invalid_request_error', message: error.message } });
      return;
    }
    this.requests.push({ operation, url: request.url, key: request.headers['idempotency-key'], text });
    await this.#at(operation, 'received');
    const at = this.#faults.findIndex((each) => each.operation === operation);
    const fault = at >= 0 ? this.#faults.splice(at, 1)[0].kind : '';
    if (fault === 'drop_request') return void request.socket.destroy();
    if (fault === 'status_500') return send(500, { error: { type: 'api_error', message: 'Something went wrong.' } });
    let [status, body] = this.#answer(request, operation, work, text);
    await this.#at(operation, 'done');
    if (fault === 'drop_reply') return void request.socket.destroy();
    if (fault === 'hang') return;
    if (fault === 'delay') await new Promise((go) => setTimeout(go, 1_000));
    if (fault === 'lie') body = { ...body, amount: body.amount + 1, amount_received: body.amount_received ? body.amount_received + 1 : 0 };
    send(status, body);
  }
}
