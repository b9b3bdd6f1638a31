// Prices as they are typed. "12.5", "12,50", "1.250,00", "1 250" and "€12" are all understood; what
// could mean two things is refused.
import { minorDigits } from '$shared/format';

/** Minor units, or null when the text is no price. */
export function parseMoney(text: string, currency: string): number | null {
  const digits = minorDigits(currency);
  const bare = text.replace(/[\s\u00a0\u202f'’]/g, '').replace(/^[^\d-]+|[^\d]+$/gu, '');
  if (!/^\d[\d.,]*$/.test(bare)) return null;
  const marks = bare.replace(/\d/g, '');
  const last = Math.max(bare.lastIndexOf('.'), bare.lastIndexOf(','));
  const behind = last < 0 ? 0 : bare.length - last - 1;
  const grouped = behind === 3 && (digits !== 3 || marks.length > 1);
  const decimal = last >= 0 && !grouped;
  if (decimal && (behind === 0 || behind > digits)) return null;
  const whole = (decimal ? bare.slice(0, last) : bare).replace(/[.,]/g, '');
  const part = decimal ? bare.slice(last + 1).padEnd(digits, '0') : '0'.repeat(digits);
  if (decimal && marks.length > 1 && marks.slice(0, -1).includes(marks.slice(-1))) return null;
  const amount = Number(`${whole}${part}`);
  return Number.isSafeInteger(amount) ? amount : null;
}

/** "12.50": the plain number of a price, for a field. */
export function moneyText(amount: number, currency: string): string {
  return (amount / 10 ** minorDigits(currency)).toFixed(minorDigits(currency));
}
