// Stripe's own script, from Stripe's own server as it asks for it, and the part of its interface that is used here.
import { api } from '$shared/api/client';
import type { PaymentProviders } from '$shared/types';

export interface StripeError {
  type: string;
  code?: string;
  /** In the language the form was opened with. */
  message?: string;
}
export interface PaymentElement {
  mount(node: HTMLElement): void;
  on(event: 'ready' | 'loaderror', handler: (event: { error?: StripeError }) => void): void;
  destroy(): void;
}
export interface StripeElements {
  create(type: 'payment', options?: Record<string, unknown>): PaymentElement;
  update(options: Record<string, unknown>): void;
  submit(): Promise<{ error?: StripeError }>;
}
export interface StripeClient {
  elements(options: Record<string, unknown>): StripeElements;
  confirmPayment(options: {
    elements: StripeElements;
    clientSecret?: string;
    confirmParams: { return_url: string };
    redirect: 'if_required';
  }): Promise<{ paymentIntent?: { status: string }; error?: StripeError }>;
}
type Factory = (key: string, options: { locale: string }) => StripeClient;

const patienceMs = 30_000;
let loading: Promise<Factory> | null = null;

const factory = () => (globalThis as { Stripe?: Factory }).Stripe;

function load(url: string): Promise<Factory> {
  const there = factory();
  if (there) return Promise.resolve(there);
  loading ??= new Promise<Factory>((resolve, reject) => {
    const script = document.createElement('script');
    const fail = () => {
      script.remove();
      loading = null;
      reject(new Error('the script of the payment provider did not come'));
    };
    const late = setTimeout(fail, patienceMs);
    script.src = url;
    script.onerror = () => {
      clearTimeout(late);
      fail();
    };
    script.onload = () => {
      clearTimeout(late);
      const made = factory();
      if (made) resolve(made);
      else fail();
    };
    document.head.append(script);
  });
  return loading;
}

/** Ready to make forms. Throws when the script is blocked or does not come; asking again tries again. */
export async function openStripe(locale: string): Promise<StripeClient> {
  const { items } = await api.get<PaymentProviders>('/v1/payment_providers');
  const stripe = items.find((each) => each.name === 'stripe');
  if (!stripe?.publishable_key || !stripe.script_url) throw new Error('there are no payments by Stripe here');
  return (await load(stripe.script_url))(stripe.publishable_key, { locale });
}
