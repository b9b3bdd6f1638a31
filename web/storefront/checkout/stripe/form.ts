// What stands between a payment form and whoever wants to be paid.
import type { MoneyValue } from '$shared/types';

/** loading, then ready or blocked (the provider's script did not come); paying while the provider is at work. */
export type FormPhase = 'loading' | 'blocked' | 'ready' | 'paying';

export interface PaymentFormProps {
  amount: MoneyValue;
  /** Of a payment that was begun before; nothing: begin() makes one. */
  secret?: string | null;
  /** What is paid: its secret, and where a bank sends the browser back to. Nothing: it cannot be paid now, and why was said. */
  begin: () => Promise<{ secret: string; back: string } | null>;
  /** The form is through with it, or does not know: ask the shop how it stands. */
  ended: (how: 'paid' | 'unsure') => Promise<void>;
  phase: FormPhase;
}

export interface PaymentForm {
  pay: () => Promise<void>;
}
