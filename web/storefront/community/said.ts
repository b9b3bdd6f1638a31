// The words of a discussion in pieces: members, pieces of the shop and links are led to, all else stays text.
export interface Piece {
  text: string;
  href: string | null;
  product?: string;
  outside?: boolean;
}

const marks = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]'’”]|(?<![\w/])\/products\/[a-z0-9][a-z0-9-]*|(?<![\w.])@[a-z0-9](?:[a-z0-9_.]*[a-z0-9_])?)/giu;

export function pieces(text: string): Piece[] {
  return text
    .split(marks)
    .filter((part) => part !== '')
    .map((part) => {
      if (/^https?:\/\//i.test(part)) return { text: part.replace(/^https?:\/\//i, ''), href: part, outside: true };
      if (/^\/products\//i.test(part)) return { text: part, href: part.toLowerCase(), product: part.slice(10).toLowerCase() };
      if (part.length > 1 && part.startsWith('@')) return { text: part, href: `/${part.toLowerCase()}` };
      return { text: part, href: null };
    });
}

interface Named {
  handle: string;
  title: string;
}

/** A piece as it is read: one of the shop by its title. */
export const shown = (piece: Piece, products: readonly Named[]): string => products.find((each) => each.handle === piece.product)?.title ?? piece.text;

/** Words without links, where these would lead elsewhere than the words themselves. */
export const flat = (text: string, products: readonly Named[]): string => pieces(text).map((each) => shown(each, products)).join('');

/** What is being typed right before the caret: "/cel" looks for a piece of the shop, "@ma" for a member. */
export function asking(text: string, caret: number): { mark: '/' | '@'; typed: string; from: number } | null {
  const before = text.slice(0, caret);
  const found = /(^|\s)([/@])([\p{L}\p{N}_-]{0,30})$/u.exec(before);
  if (!found) return null;
  const typed = found[3] ?? '';
  return { mark: found[2] as '/' | '@', typed, from: caret - typed.length - 1 };
}

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase();

/** A member by the beginning of a word of their name, or by a part of their handle. */
export const fits = (person: { name: string; handle: string }, typed: string): boolean => {
  const asked = plain(typed.trim().replace(/^@/, ''));
  return asked === '' || plain(person.handle).includes(asked) || ` ${plain(person.name)}`.includes(` ${asked}`);
};
