// The browser's half of the stand-in for Stripe: a script that speaks the published interface of Stripe.js (elements in both modes,
// submit, confirmPayment with its result or its redirect), a form in a frame of its own origin, and the shopper's bank: in a layer over
// the page, or a page of its own.
//
// Cards as Stripe's own test cards: 4242… pays, 4000000000000002 is declined, 4000002500003155 asks at the bank.

export const methodOf = (number) => ({
  '4242424242424242': 'pm_card_visa', '4000000000000002': 'pm_card_chargeDeclined', '4000002500003155': 'pm_card_authenticationRequired',
}[number.replaceAll(/\D/g, '')]);

const page = (title, body) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title>
<style>body{margin:0;font:15px system-ui;color:inherit}label{display:block;margin:0 0 12px}input,button{font:inherit;padding:10px;width:100%;box-sizing:border-box}
.bank{max-width:320px;margin:20vh auto;display:grid;gap:12px;padding:24px;background:#fff;color:#222;border-radius:8px}</style>${body}</html>`;

// The frame of the Payment Element. It answers its script, and nobody else, when asked what was typed.
export const formPage = page('Card', `
<form><label>Card number <input name="number" autocomplete="cc-number" inputmode="numeric"></label>
<label><input type="radio" name="kind" value="card" checked style="width:auto"> Card</label>
<label><input type="radio" name="kind" value="bank" style="width:auto"> Bank redirect</label></form>
<script>
addEventListener('message', (event) => {
  if (event.data === 'what') {
    const form = new FormData(document.forms[0]);
    event.source.postMessage({ element: true, number: form.get('number'), kind: form.get('kind') }, '*');
  }
});
parent.postMessage({ ready: true }, '*');
</script>`);

export const bankPage = (intent, back) => page('Your bank', `
<form class="bank" method="post"><b>Your bank</b><p>Pay ${intent.amount} ${intent.currency}?</p>
<input type="hidden" name="back" value="${back ?? ''}"><button name="outcome" value="paid">Yes, pay</button><button name="outcome" value="declined">No</button></form>`);

export const layerPage = (intent) => page('Your bank', `
<div class="bank"><b>Your bank</b><p>Is it you?</p><button id="yes">Yes, it is me</button><button id="no">No</button></div>
<script>for (const [id, outcome] of [['yes', 'paid'], ['no', 'declined']]) document.getElementById(id).onclick = () => parent.postMessage({ bank: '${intent.id}', outcome }, '*');</script>`);

export const script = (origin) => `
(() => {
  const origin = ${JSON.stringify(origin)};
  const heard = (test) => new Promise((resolve) => {
    const listen = (event) => {
      if (event.origin !== origin || !test(event)) return;
      removeEventListener('message', listen);
      resolve(event.data);
    };
    addEventListener('message', listen);
  });
  const call = async (path, form) => {
    const reply = await fetch(origin + path, form ? { method: 'POST', body: new URLSearchParams(form) } : {});
    const body = await reply.json();
    if (!reply.ok) throw body.error;
    return body;
  };
  const wrong = (message) => { throw new Error('IntegrationError: ' + message); };
  window.Stripe = (key, options = {}) => {
    if (!/^pk_/.test(key)) wrong('not a publishable key');
    return {
      elements(wanted) {
        const deferred = !wanted.clientSecret;
        if (deferred && (wanted.mode !== 'payment' || !Number.isInteger(wanted.amount) || !/^[a-z]{3}$/.test(wanted.currency))) wrong('mode, amount, currency');
        const made = {
          deferred, wanted, locale: options.locale, submitted: false,
          update(more) { Object.assign(wanted, more); made.submitted = false; },
          create(type) {
            if (type !== 'payment') wrong('unknown element');
            const frame = document.createElement('iframe');
            const handlers = {};
            made.frame = frame;
            frame.title = 'Secure payment input frame';
            frame.style.cssText = 'border:0;width:100%;height:190px';
            return {
              on(name, handler) { handlers[name] = handler; },
              mount(node) {
                heard((event) => event.source === frame.contentWindow && event.data.ready).then(async () => {
                  if (deferred) return handlers.ready?.({});
                  try {
                    await call('/browser/intent?key=' + key + '&client_secret=' + wanted.clientSecret);
                    handlers.ready?.({});
                  } catch (error) { handlers.loaderror?.({ error }); }
                });
                frame.src = origin + '/v3/form';
                node.append(frame);
              },
              destroy() { frame.remove(); },
            };
          },
          async submit() {
            made.typed = await made.ask();
            if (made.typed.kind === 'card' && !/\\d{16}/.test(made.typed.number.replaceAll(' ', ''))) {
              return { error: { type: 'validation_error', code: 'incomplete_number', message: options.locale === 'vi' ? 'Số thẻ chưa đầy đủ.' : 'Your card number is incomplete.' } };
            }
            made.submitted = true;
            return {};
          },
          ask() {
            const answer = heard((event) => event.source === made.frame.contentWindow && event.data.element);
            made.frame.contentWindow.postMessage('what', origin);
            return answer;
          },
        };
        return made;
      },
      async confirmPayment({ elements, clientSecret, confirmParams, redirect }) {
        if (elements.deferred && (!clientSecret || !elements.submitted)) wrong('elements.submit() and clientSecret come first');
        if (!confirmParams?.return_url || redirect !== 'if_required') wrong('return_url');
        if (!elements.typed) await elements.submit();
        const secret = clientSecret ?? elements.wanted.clientSecret;
        const more = elements.deferred ? { amount: elements.wanted.amount, currency: elements.wanted.currency } : {};
        try {
          let intent = await call('/browser/confirm', { key, client_secret: secret, return_url: confirmParams.return_url, ...elements.typed, ...more });
          const action = intent.next_action;
          if (action?.type === 'redirect_to_url') {
            location.assign(action.redirect_to_url.url);
            return new Promise(() => {});
          }
          if (action) {
            const layer = document.createElement('iframe');
            layer.title = 'Your bank';
            layer.style.cssText = 'position:fixed;inset:0;width:100%;height:100%;border:0;z-index:2147483647;background:#0008';
            layer.src = origin + '/v3/bank?client_secret=' + secret;
            document.body.append(layer);
            const said = await heard((event) => event.data.bank === intent.id);
            layer.remove();
            intent = await call('/browser/act', { key, client_secret: secret, outcome: said.outcome });
          }
          return { paymentIntent: { id: intent.id, status: intent.status } };
        } catch (error) {
          if (!error?.type) return { error: { type: 'api_connection_error', message: String(error) } };
          return { error };
        }
      },
    };
  };
})();
`;
