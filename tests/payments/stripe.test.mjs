// Payments by Stripe through a real process, against a stand-in that is as strict as Stripe: what each card does, signatures of
// webhooks, parts given back, and a provider that lies, breaks or says nothing.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import Stripe from 'stripe';
import { combinations } from '../kit/rotation.mjs';
import { cart, everything, product } from '../kit/seed.mjs';
import { until } from '../kit/shop.mjs';
import { becomes, body, buy, confirm, deliver, eventOf, openShop, secret, seen, stripe } from './stripe_shop.mjs';

for (const engine of new Set(combinations(3).map((each) => each.engine))) {
  describe(`payments by Stripe (${engine})`, () => {
    let shop;
    let bank;
    let piece;
    before(async () => {
      ({ shop, bank } = await openShop({ engine }));
      piece = await product(shop, 'Vase', { stock: 1_000 });
    });
    after(async () => {
      await shop.close();
      bank.close();
    });
    const intentOf = (order) => bank.intentOf(order.payments.at(-1).id)[0];

    const stockOf = async () => {
      const { items } = await shop.must(200, 'GET', '/v1/admin/stock', undefined, { token: shop.owner });
      return items.find((each) => each.variant_id === piece.variant).on_hand;
    };
    const sold = async () => {
      const all = await everything(shop, '/v1/admin/orders', { token: shop.owner });
      return all.filter((each) => ['placed', 'paid'].includes(each.status)).length;
    };

    const isOpen = async (bag) =>
      (await shop.post(`/v1/carts/${bag.id}/lines`, { variant_id: piece.variant, quantity: 1 }, { access: bag.access })).status === 201;

    test('the stand-in speaks as Stripe does: its own client reads it', async () => {
      const client = new Stripe('sk_test_own', { host: '127.0.0.1', port: bank.port, protocol: 'http', maxNetworkRetries: 0 });
      const made = await client.paymentIntents.create(
        { amount: 500, currency: 'eur', automatic_payment_methods: { enabled: true }, metadata: { a: 'b' } }, { idempotencyKey: 'own' });
      assert.deepEqual([made.status, made.amount, made.metadata.a], ['requires_payment_method', 500, 'b']);
      await assert.rejects(client.paymentIntents.confirm(made.id, { payment_method: 'pm_card_chargeDeclined', return_url: 'https://a.example/' }),
        (error) => error instanceof Stripe.errors.StripeCardError && error.decline_code === 'generic_decline');
      const paid = await client.paymentIntents.confirm(made.id, { payment_method: 'pm_card_visa', return_url: 'https://a.example/' });
      assert.equal(paid.status, 'succeeded');
      assert.equal((await client.refunds.create({ payment_intent: made.id, amount: 200 })).amount, 200);
    });

    test('a card pays; the request is formed as Stripe wants it', async () => {
      const { order } = await buy(shop, piece, 'pm_card_visa');
      assert.equal(order.status, 'paid');
      const intent = intentOf(order);
      assert.deepEqual([intent.status, intent.amount_received, intent.currency], ['succeeded', order.totals.total.amount, 'eur']);
      const made = bank.requests.find((each) => each.operation === 'create' && each.key === order.payments[0].id);
      assert.match(made.text, /automatic_payment_methods\[enabled\]=true/);
      assert.match(made.text, new RegExp(`metadata\\[plaza_payment\\]=${order.payments[0].id}`));
      const providers = await shop.must(200, 'GET', '/v1/payment_providers');
      assert.deepEqual(providers.items[0], { name: 'stripe', publishable_key: 'pk_test_journeys', script_url: `${bank.url}/v3/` });
    });

    test('a refused card is 402 and leaves the cart as it was', async () => {
      for (const method of ['pm_card_chargeDeclined', 'pm_nobody_knows']) {
        const { bag, reply } = await buy(shop, piece, method);
        assert.deepEqual([reply.status, reply.body.code], [402, 'payment.declined']);
        assert.equal(await isOpen(bag), true);
      }
    });

    test('a card that needs its owner waits for the browser, and only the bank makes it paid', async () => {
      const { reply, order } = await buy(shop, piece, 'pm_card_authenticationRequired');
      assert.deepEqual([reply.status, order.status], [201, 'placed']);
      const intent = intentOf(order);
      assert.deepEqual(reply.body.payment?.action ?? order.payment?.action,
        { type: 'client_secret', client_secret: intent.client_secret, redirect_url: '', form: false });
      const early = await confirm(shop, order);
      assert.equal(early.status, 200);
      assert.equal((await seen(shop, order)).status, 'placed');
      bank.act(intent.id, 'paid');
      assert.equal((await confirm(shop, order)).status, 200);
      assert.equal((await seen(shop, order)).status, 'paid');
      assert.equal((await confirm(shop, order)).status, 200);
    });

    test('a bank that wants the browser gets it, and refuses: nothing was bought', async () => {
      const { reply, order } = await buy(shop, piece, 'pm_redirect');
      const action = reply.body.payment?.action ?? order.payment?.action;
      assert.equal(action.type, 'redirect');
      assert.match(action.redirect_url, /^https:\/\/bank\.example\//);
      bank.act(intentOf(order).id, 'declined');
      const answer = await confirm(shop, order);
      assert.deepEqual([answer.status, answer.body.code], [402, 'payment.declined']);
      assert.equal(intentOf(order).status, 'canceled', 'nobody can pay it behind our back');
    });

    test('a webhook pays an order whose browser never came back, once however often it comes', async () => {
      const { order } = await buy(shop, piece, 'pm_card_authenticationRequired');
      const intent = intentOf(order);
      bank.act(intent.id, 'paid');
      const event = eventOf(bank, 'payment_intent.succeeded', intent);
      for (let times = 0; times < 3; ++times) assert.equal((await deliver(shop, event)).status, 200);
      const paid = await becomes(shop, order, 'paid');
      assert.deepEqual(paid.payments.map((each) => each.status), ['captured']);
    });

    test('a refusal at the bank is heard by webhook, too', async () => {
      const { order } = await buy(shop, piece, 'pm_card_authenticationRequired');
      const intent = intentOf(order);
      bank.act(intent.id, 'declined');
      assert.equal((await deliver(shop, eventOf(bank, 'payment_intent.payment_failed', intent))).status, 200);
      await until('the payment is given up', () => intent.status === 'canceled');
    });

    test('signatures: good, of several, of the old secret; bad, old, missing, of another body', async () => {
      const { order } = await buy(shop, piece, 'pm_card_authenticationRequired');
      bank.act(intentOf(order).id, 'paid');
      const event = eventOf(bank, 'payment_intent.succeeded', intentOf(order));
      const payload = JSON.stringify(event);
      const now = Math.floor(Date.now() / 1000);
      const signed = (key, at = now, text = payload) => stripe.webhooks.generateTestHeaderString({ payload: text, secret: key, timestamp: at });
      const refused = {
        'another secret': signed('whsec_other'),
        'too old': signed(secret, now - 301),
        'from the future': signed(secret, now + 302),
        'of another body': signed(secret, now, payload.replace('succeeded', 'succeedeD')),
        'another time': signed(secret).replace(`t=${now}`, `t=${now - 1}`),
        'v0 only': signed(secret).replace('v1=', 'v0='),
        'no time': signed(secret).replace(/t=\d+,/, ''),
        'nothing': ' ',
        'rubbish': 't=,v1=zz,,,=',
      };
      for (const [what, header] of Object.entries(refused)) {
        const answer = await deliver(shop, event, { header, payload });
        assert.deepEqual([answer.status, answer.body.code], [400, 'payment.bad_signature'], what);
      }
      assert.equal((await shop.post('/v1/webhooks/stripe', payload, {})).body.code, 'payment.bad_signature');
      assert.equal((await seen(shop, order)).status, 'placed', 'none of them changed anything');
      const both = `${signed('whsec_other')},${signed(secret).split(',')[1]}`;
      assert.equal((await deliver(shop, event, { header: both, payload })).status, 200, 'one of several fits');
      await becomes(shop, order, 'paid');
      assert.equal((await deliver(shop, { id: 'evt_299', type: 'ping' }, { at: now - 295 })).status, 200, 'not too old');
      const broken = await deliver(shop, null, { payload: '{"id":"evt_1"' });
      assert.deepEqual([broken.status, broken.body.code], [400, 'payment.bad_event']);
    });

    test('a webhook that lies about the amount parks the payment: never paid, shown to staff', async () => {
      const { order } = await buy(shop, piece, 'pm_card_authenticationRequired');
      bank.act(intentOf(order).id, 'paid');
      const event = structuredClone(eventOf(bank, 'payment_intent.succeeded', intentOf(order)));
      event.data.object.amount_received -= 1;
      assert.equal((await deliver(shop, event)).status, 200);
      const parked = await shop.must(200, 'GET', '/v1/admin/payments/parked', undefined, { token: shop.owner });
      assert.equal(parked.items[0].id, order.payments[0].id);
      await until('the order is not bought', async () => {
        const all = await everything(shop, '/v1/admin/orders?status=dropped', { token: shop.owner });
        return all.some((each) => each.id === order.id);
      });
      const nobody = await shop.get('/v1/admin/payments/parked');
      assert.equal(nobody.status, 401);
    });

    test('a provider that lies about the amount of a payment is not believed', async () => {
      bank.fault('confirm', 'lie');
      const { bag, reply } = await buy(shop, piece, 'pm_card_visa');
      assert.deepEqual([reply.status, reply.body.code], [502, 'payment.amount_mismatch']);
      assert.equal(await isOpen(bag), true);
    });

    for (const [operation, fault, taken] of [
      ['create', 'status_500', false], ['create', 'drop_request', false], ['create', 'drop_reply', false], ['create', 'hang', false],
      ['confirm', 'status_500', false], ['confirm', 'drop_request', false], ['confirm', 'drop_reply', true], ['confirm', 'hang', true],
    ]) {
      test(`${fault} at ${operation}: 502, and the reconciler leaves nothing open`, async () => {
        // Twice: a kept connection that breaks is tried again on a fresh one, with the same key.
        bank.fault(operation, fault, 2);
        const earlier = bank.intents.size;
        const { reply, bag } = await buy(shop, piece, 'pm_card_visa');
        bank.forgetFaults();
        assert.deepEqual([reply.status, reply.body.code], [502, 'payment.provider_failed']);
        assert.equal(await isOpen(bag), true);
        await until('the provider has a last word', () => {
          const made = [...bank.intents.values()].slice(earlier);
          return made.length > 0 && made.every((each) => (taken ? each.status === 'succeeded' && bank.held(each) === 0 : each.status === 'canceled'));
        }, { milliseconds: 20_000 });
      });
    }

    test('money goes back in full when an order is cancelled', async () => {
      const { order } = await buy(shop, piece, 'pm_card_visa');
      await shop.must(200, 'POST', `/v1/orders/${order.id}/cancel`, {}, { access: order.access_token });
      await until('the shop knows', async () => (await seen(shop, order)).payments[0].status === 'refunded');
      assert.equal(bank.held(intentOf(order)), 0);
    });

    const atDesk = (order) => shop.must(200, 'GET', `/v1/admin/orders/${order.id}`, undefined, { token: shop.owner });
    const refunded = (order, amount) => until(`the order counts ${amount} as given back`, async () => {
      const now = await atDesk(order);
      return now.amounts.refunded.amount === amount && now;
    });

    test('what Stripe gave back itself is counted once, and counts no more when a bank sends it back', async () => {
      const { order } = await buy(shop, piece, 'pm_card_visa');
      const part = bank.refundHere(intentOf(order).id, 100);
      const charge = eventOf(bank, 'charge.refunded', { id: intentOf(order).latest_charge });
      for (const event of [charge, part, part, charge]) assert.equal((await deliver(shop, event)).status, 200);
      assert.equal((await seen(shop, order)).payments[0].status, 'partially_refunded');
      const counted = await refunded(order, 100);
      assert.deepEqual(counted.audit.filter((each) => each.action === 'refunded_at_provider').map((each) => [each.actor.kind, each.text]), [['system', '1.00 EUR']]);
      assert.equal((await deliver(shop, bank.failRefund(part.data.object.id))).status, 200);
      assert.equal((await seen(shop, order)).payments[0].status, 'captured');
      await refunded(order, 0);
    });

    test('after a refund at Stripe no more than the rest is given back, and a cancellation gives back the rest', async () => {
      const { order } = await buy(shop, piece, 'pm_card_visa');
      const total = order.totals.total.amount;
      assert.equal((await deliver(shop, bank.refundHere(intentOf(order).id, 100))).status, 200);
      await refunded(order, 100);
      const above = await shop.post(`/v1/admin/orders/${order.id}/refunds`, { extra: total - 99, reason: 'all of it' }, { token: shop.owner });
      assert.deepEqual([above.status, above.body.code], [409, 'orders.refund_above_paid']);
      const cancelled = await shop.must(200, 'POST', `/v1/admin/orders/${order.id}/cancel`, { reason: 'asked' }, { token: shop.owner });
      assert.equal(cancelled.refunds.at(-1).amount.amount, total - 100);
      await until('all of it is back', () => bank.held(intentOf(order)) === 0);
      await until('the shop knows', async () => (await seen(shop, order)).payments[0].status === 'refunded');
      assert.equal((await atDesk(order)).amounts.refunded.amount, total);
    });

    test('the charge alone tells that something was given back: the shop asks what', async () => {
      const { order } = await buy(shop, piece, 'pm_card_visa');
      bank.refundHere(intentOf(order).id, 150);
      assert.equal((await deliver(shop, eventOf(bank, 'charge.refunded', { id: intentOf(order).latest_charge }))).status, 200);
      await refunded(order, 150);
    });

    test('a refund at Stripe of which no webhook came is found when the shop gives back the whole', async () => {
      const { order } = await buy(shop, piece, 'pm_card_visa');
      bank.refundHere(intentOf(order).id, 100);
      await shop.must(200, 'POST', `/v1/admin/orders/${order.id}/cancel`, { reason: 'asked' }, { token: shop.owner });
      await until('all of it is back', () => bank.held(intentOf(order)) === 0);
      await until('the shop knows', async () => (await seen(shop, order)).payments[0].status === 'refunded');
      const now = await atDesk(order);
      assert.equal(now.amounts.refunded.amount, order.totals.total.amount);
      assert.deepEqual(now.audit.map((each) => each.action).filter((each) => /refund/.test(each)), ['refunded_at_provider']);
    });

    test('our own refund is told by webhook before its own answer: counted once', async () => {
      const { order } = await buy(shop, piece, 'pm_card_visa');
      bank.hook('refund', 'done', async () => {
        const ours = bank.events.findLast((each) => each.type === 'refund.created');
        for (let times = 0; times < 2; ++times) assert.equal((await deliver(shop, ours)).status, 200);
      });
      await shop.must(201, 'POST', `/v1/admin/orders/${order.id}/refunds`, { extra: 100, reason: 'sorry' }, { token: shop.owner });
      await until('the shop knows', async () => (await seen(shop, order)).payments[0].status === 'partially_refunded');
      assert.equal((await atDesk(order)).amounts.refunded.amount, 100);
      assert.equal(bank.held(intentOf(order)), order.totals.total.amount - 100);
    });

    // --- the form in the browser ---

    test('without a card the browser gets a form to fill in; refusals there leave the order waiting, and giving up frees all', async () => {
      const bag = await cart(shop, [[piece.variant, 1]]);
      const wanted = { ...body(''), payment: { provider: 'stripe' } };
      const before = await stockOf();
      const { status, body: { order, payment } } = await shop.post(`/v1/carts/${bag.id}/checkout`, wanted, { access: bag.access });
      assert.deepEqual([status, order.status, payment.action.type, payment.action.form], [201, 'placed', 'client_secret', true]);
      const intent = intentOf(order);
      assert.deepEqual([intent.status, payment.action.client_secret], ['requires_payment_method', intent.client_secret]);
      const refusal = { ...eventOf(bank, 'payment_intent.payment_failed', bank.refuse(intent.id)) };
      assert.equal((await deliver(shop, refusal)).status, 200);
      for (let times = 0; times < 2; ++times) {
        const still = await confirm(shop, order);
        assert.deepEqual([still.status, still.body.order.status, still.body.payment.action.form], [200, 'placed', true]);
      }
      assert.equal(await stockOf(), before - 1);
      for (let times = 0; times < 2; ++times) {
        const given = await shop.post(`/v1/orders/${order.id}/payment/cancel`, {}, { access: order.access_token });
        assert.deepEqual([given.status, given.body.order.status], [200, 'dropped']);
      }
      assert.deepEqual([intent.status, await stockOf(), await isOpen(bag)], ['canceled', before, true]);
    });

    test('a provider that needs a token says that it is missing', async () => {
      const bag = await cart(shop, [[piece.variant, 1]]);
      const refused = await shop.post(`/v1/carts/${bag.id}/checkout`, { ...body(''), payment: { provider: 'test' } }, { access: bag.access });
      assert.deepEqual([refused.status, refused.body.code, refused.body.errors.map((each) => each.field)], [400, 'request.invalid', ['payment.token']]);
    });

    // --- refusals change nothing ---

    for (const [what, fault, code] of [['down', 'status_500', 'payment.provider_failed'], ['silent', 'hang', 'payment.provider_failed'],
      ['lying about the amount', 'lie', 'payment.amount_mismatch']]) {
      test(`a provider that is ${what}: ${code}, and nothing is changed`, async () => {
        const before = { stock: await stockOf(), sold: await sold() };
        const bag = await cart(shop, [[piece.variant, 2]]);
        bank.fault('confirm', fault, 2);
        const reply = await shop.post(`/v1/carts/${bag.id}/checkout`, body('pm_card_visa'), { access: bag.access });
        bank.forgetFaults();
        assert.deepEqual([reply.status, reply.body.code], [502, code]);
        const now = await shop.must(200, 'GET', `/v1/carts/${bag.id}`, undefined, { access: bag.access });
        assert.deepEqual(now.lines.map((each) => each.quantity), [2], 'the cart is as it was');
        assert.deepEqual({ stock: await stockOf(), sold: await sold() }, before);
      });
    }

    for (const [what, fault, status, code] of [['down', 'status_500', 502, 'payment.provider_failed'], ['lying', 'lie', 502, 'payment.amount_mismatch']]) {
      test(`a provider that is ${what} when the browser comes back: ${code}`, async () => {
        const { order } = await buy(shop, piece, 'pm_card_authenticationRequired');
        bank.act(intentOf(order).id, 'paid');
        bank.fault('retrieve', fault, fault === 'lie' ? 20 : 2);
        const reply = await confirm(shop, order);
        assert.deepEqual([reply.status, reply.body.code], [status, code]);
        bank.forgetFaults();
        if (fault === 'lie') {
          const never = await until('it is not bought', async () => (await everything(shop, '/v1/admin/orders?status=dropped', { token: shop.owner })).find((each) => each.id === order.id));
          assert.equal(never.amounts.paid.amount, 0);
        } else {
          assert.equal((await becomes(shop, order, 'paid')).payments.length, 1, 'and it is found out afterwards');
        }
      });
    }

    // --- by hand ---

    test('a parked payment is settled by staff: taken, and it goes back; the trail says who and why', async () => {
      bank.fault('confirm', 'lie');
      const { bag } = await buy(shop, piece, 'pm_card_visa');
      const list = async () => (await shop.must(200, 'GET', '/v1/admin/payments/parked?limit=100', undefined, { token: shop.owner })).items;
      const [parked] = await list();
      const intent = bank.intentOf(parked.id)[0];
      assert.deepEqual([parked.why, parked.amount.amount, parked.told.amount, parked.reference], ['amount', intent.amount, intent.amount + 1, intent.id]);
      const settle = (said, who = { token: shop.owner }) => shop.post(`/v1/admin/payments/${parked.id}/settlement`, said, who);
      const said = { outcome: 'captured', reason: 'Stripe shows the whole sum', amount: { amount: intent.amount, currency: 'EUR' } };
      assert.equal((await settle(said, {})).status, 401);
      assert.equal((await settle(said, { access: bag.access })).status, 401);
      assert.equal((await settle({ ...said, amount: { amount: 1, currency: 'USD' } })).body.code, 'payment.wrong_currency');
      assert.equal((await settle({ ...said, reason: '' })).body.code, 'request.invalid');
      assert.equal((await list())[0].id, parked.id, 'refusals change nothing');
      assert.equal((await settle(said)).body.status, 'captured');
      assert.equal((await settle(said)).status, 200);
      assert.equal((await settle({ outcome: 'never_paid', reason: 'no' })).body.code, 'payment.wrong_status');
      await until('nobody bought anything: the money goes back', () => bank.held(intent) === 0);
      const trail = (await shop.must(200, 'GET', `/v1/admin/orders/${parked.subject}`, undefined, { token: shop.owner })).audit;
      const entry = trail.find((each) => each.action === 'payment_settled_captured');
      assert.deepEqual([entry.actor.kind, entry.reason], ['staff', 'Stripe shows the whole sum']);
      assert.ok(!(await list()).some((each) => each.id === parked.id));
    });

    test('a refund that comes before its payment is asked for again', async () => {
      const { order } = await buy(shop, piece, 'pm_card_authenticationRequired');
      const intent = intentOf(order);
      bank.act(intent.id, 'paid');
      const event = bank.refundHere(intent.id, 100);
      await deliver(shop, { ...event, id: 'evt_other', data: { object: { ...event.data.object, payment_intent: 'pi_other' } } });
      const paid = eventOf(bank, 'payment_intent.succeeded', intent);
      assert.equal((await deliver(shop, paid)).status, 200);
      assert.equal((await deliver(shop, event)).status, 200);
      await until('both are counted', async () => (await seen(shop, order)).payments[0].status === 'partially_refunded');
    });

    test('a refund whose answer was lost is made once', async () => {
      const { order } = await buy(shop, piece, 'pm_card_visa');
      const intent = intentOf(order);
      bank.fault('refund', 'drop_reply');
      await shop.must(200, 'POST', `/v1/orders/${order.id}/cancel`, {}, { access: order.access_token });
      await until('the shop knows', async () => (await seen(shop, order)).payments[0].status === 'refunded');
      assert.equal(bank.held(intent), 0);
      assert.equal([...bank.refunds.values()].filter((each) => each.payment_intent === intent.id).length, 1);
    });
  });
}
