// Rules on the screen: what a new condition begins with, values as they are typed, times in two parts.
import { moneyText, parseMoney } from '../parts/money';
import type { Pattern, Rule, RuleType, Value, Vocabulary } from './api';

export const conditionTypes = ['count', 'sum', 'sequence', 'last', 'trait', 'predicted', 'consent'] as const satisfies readonly RuleType[];
export const comparisons = ['=', '!=', '<', '<=', '>', '>='] as const;
export const traitWays = [...comparisons, 'in', 'exists', 'more_than_ago', 'less_than_ago'] as const;
export const units = ['minute', 'hour', 'day'] as const;
export type Unit = (typeof units)[number];

export const isGroup = (rule: Rule): boolean => rule.type === 'and' || rule.type === 'or' || rule.type === 'not';
/** On the screen the whole rule is a group, also when it is one condition. */
export const shown = (rule: Rule): Rule => (isGroup(rule) ? rule : { type: 'and', rules: [rule] });

/** "7 days" → 7, day. */
export function timeParts(text: string | undefined): { count: string; unit: Unit } {
  const [count = '', word = 'day'] = (text ?? '').split(' ');
  const unit = word.replace(/s$/, '') as Unit;
  return { count, unit: units.includes(unit) ? unit : 'day' };
}
export const timeText = (count: string, unit: Unit): string => `${count.trim()} ${unit}${count.trim() === '1' ? '' : 's'}`;

/** 3, true and "3" are a number, a yes and a text; everything else is the text it looks like. */
export function readValue(typed: string): Value {
  const text = typed.trim();
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (text === 'true' || text === 'false') return text === 'true';
  const quoted = /^"(.*)"$/.exec(text);
  return quoted ? (quoted[1] as string) : text;
}
export function valueText(value: Value | Value[] | undefined): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.map(valueText).join(', ');
  if (typeof value === 'object') return `${moneyText(value.amount, value.currency)} ${value.currency}`;
  if (typeof value !== 'string') return String(value);
  return typeof readValue(value) === 'string' && !/[",]|^\s|\s$/.test(value) ? value : `"${value}"`;
}
/** `in` takes several, split by commas. */
export function readValues(typed: string, op: string): Value | Value[] {
  if (op !== 'in') return readValue(typed);
  return typed.split(',').map((each) => readValue(each)).filter((each) => each !== '');
}
/** What a sum is compared with: an amount when it says so. */
export function readAmount(typed: string): Value {
  const found = /^(.*?)\s*([A-Z]{3})$/.exec(typed.trim());
  const amount = found ? parseMoney(found[1] as string, found[2] as string) : null;
  return found && amount !== null ? { amount, currency: found[2] as string } : readValue(typed);
}

/** The beginning of a condition; what the old one said about its event is kept. */
export function blank(type: RuleType, currency: string, from: Pattern = {}): Rule {
  const event = from.event || 'Product Viewed';
  const where = from.where?.length ? { where: from.where } : {};
  switch (type) {
    case 'count':
      return { type, event, ...where, window: '7 days', op: '>=', value: 3 };
    case 'sum':
      return { type, event: 'order_paid', field: 'total', window: '90 days', op: '>', value: { amount: 20_000, currency } };
    case 'sequence':
      return { type, first: { event: from.event || 'Product Added', ...where }, then: { event: 'order_paid' }, absent: true, within: '2 days', window: '30 days' };
    case 'last':
      return { type, event: from.event || 'anything', ...where, op: 'more_than_ago', within: '30 days' };
    case 'trait':
      return { type, name: 'account', op: 'exists' };
    case 'predicted':
      return { type, name: 'churn', op: '>', value: 0.5 };
    case 'consent':
      return { type, channel: 'email', state: 'given' };
    case 'not':
      return { type, rules: [blank('count', currency)] };
    default:
      return { type, rules: [blank('count', currency), blank('trait', currency)] };
  }
}
export const eventOf = (rule: Rule): Pattern => (rule.first ? rule.first : { event: rule.event === 'anything' ? undefined : rule.event, where: rule.where });

/** What may be typed for a field of an event. */
export function valuesOf(words: Vocabulary | null, event: string | undefined, field: string): string[] {
  if (field === 'collection') return words?.collections ?? [];
  return words?.events.find((each) => each.name === event)?.fields.find((each) => each.name === field)?.values ?? [];
}
export function fieldsOfEvent(words: Vocabulary | null, event: string | undefined): string[] {
  const found = words?.events.find((each) => each.name === event)?.fields.map((each) => each.name) ?? [];
  return found.includes('product_id') ? ['collection', ...found] : found;
}

/** "text:2:14" → where that is in the text. */
export function placeIn(text: string, field: string): { line: number; column: number; offset: number } | null {
  const found = /^text:(\d+):(\d+)$/.exec(field);
  if (!found) return null;
  const line = Number(found[1]);
  const column = Number(found[2]);
  const lines = text.split('\n');
  const before = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  return { line, column, offset: before + [...(lines[line - 1] ?? '')].slice(0, column - 1).join('').length };
}
