// Shares as they are typed ("12.5", "12,5 %") and as the server counts them: whole parts of a percent,
// 100 a percent in basis points, 10,000 a percent in parts per million.

/** Null when it is no share between 0 and 100 percent, or finer than the parts. */
export function parsePercent(text: string, perPercent: 100 | 10_000): number | null {
  const bare = text.replace(/[\s\u00a0%]/g, '').replace(',', '.');
  if (!/^\d{1,3}(\.\d{1,4})?$/.test(bare)) return null;
  const [whole = '0', part = ''] = bare.split('.');
  const digits = perPercent === 100 ? 2 : 4;
  if (part.replace(/0+$/, '').length > digits) return null;
  const value = Number(whole) * perPercent + Number(part.padEnd(digits, '0').slice(0, digits));
  return value <= 100 * perPercent ? value : null;
}

/** "12.5" of 1,250 basis points. */
export function percentText(value: number, perPercent: 100 | 10_000): string {
  const whole = Math.floor(value / perPercent);
  const part = String(value % perPercent).padStart(perPercent === 100 ? 2 : 4, '0').replace(/0+$/, '');
  return part ? `${whole}.${part}` : String(whole);
}

/** To be read, not typed: "12,5" where numbers have a comma. */
export function percentSaid(value: number, perPercent: 100 | 10_000, locale: string): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 4 }).format(value / perPercent);
}

/** A whole number in a range, null for none; undefined when it is neither. */
export function parseWhole(text: string, min: number, max: number): number | null | undefined {
  const bare = text.trim();
  if (!bare) return null;
  if (!/^\d{1,12}$/.test(bare)) return undefined;
  const value = Number(bare);
  return value >= min && value <= max ? value : undefined;
}
