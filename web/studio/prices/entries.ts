// Lines of a price list as they are pasted: SKU or id, then a price ("12.50") or a share off ("-15 %"), and
// perhaps a former price. Cells are parted by tabs or semicolons, as a spreadsheet copies them.
import type { EntryInput } from '../data/selling';
import { parseMoney } from '../parts/money';
import { parsePercent } from '../parts/percent';

export interface PastedLine {
  line: number;
  text: string;
  /** A variant's or product's id, or a SKU that is still to be found. */
  who: string;
  value: Pick<EntryInput, 'amount' | 'compare_at' | 'off_ppm' | 'remove'> | null;
  /** A word key: why it cannot be taken. */
  wrong: string | null;
}

export function readPasted(text: string, currency: string | null): PastedLine[] {
  const lines: PastedLine[] = [];
  text.split(/\r?\n/).forEach((raw, index) => {
    if (!raw.trim()) return;
    const cells = raw.split(raw.includes('\t') ? '\t' : ';').map((each) => each.trim());
    const [who = '', price = '', compare = ''] = cells;
    const line = { line: index + 1, text: raw.trim(), who };
    const read = valueOf(price, compare, currency);
    if (!who) lines.push({ ...line, value: null, wrong: 'paste.no_sku' });
    else if (typeof read === 'string') lines.push({ ...line, value: null, wrong: read });
    else lines.push({ ...line, value: read, wrong: null });
  });
  return lines;
}

/** What the price cells say, or the word key of what is wrong with them. */
export function valueOf(price: string, compare: string, currency: string | null): PastedLine['value'] | string {
  if (price === '' || price === '-') return { remove: true };
  if (price.endsWith('%')) {
    const off = parsePercent(price.replace(/^[-−]/, ''), 10_000);
    return off ? { off_ppm: off } : 'paste.not_percent';
  }
  if (!currency) return 'paste.percent_only';
  const amount = parseMoney(price, currency);
  if (amount === null) return 'paste.not_price';
  if (!compare) return { amount };
  const before = parseMoney(compare, currency);
  return before === null ? 'paste.not_price' : before <= amount ? 'paste.before_below' : { amount, compare_at: before };
}

export const isId = (text: string): boolean => /^(var|prd)_[0-9A-Za-z]+$/.test(text);

/** An entry for a product's or a variant's id. */
export const entryFor = (id: string, value: NonNullable<PastedLine['value']>): EntryInput => (id.startsWith('prd_') ? { product_id: id, ...value } : { variant_id: id, ...value });

export function chunksOf<T>(items: readonly T[], size: number): T[][] {
  const chunks: T[][] = [];
  for (let from = 0; from < items.length; from += size) chunks.push(items.slice(from, from + size));
  return chunks;
}
