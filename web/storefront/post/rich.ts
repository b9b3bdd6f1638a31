// The words of a post with its hashtags and mentions found, for linking. No HTML is ever made of them.
export interface Piece {
  text: string;
  href: string | null;
}

const marks = /(#[\p{L}\p{N}_]+|@[a-z0-9](?:[a-z0-9_.]*[a-z0-9_])?)/giu;

export function pieces(text: string): Piece[] {
  return text
    .split(marks)
    .filter((part) => part !== '')
    .map((part) => {
      if (part.length > 1 && part.startsWith('#')) return { text: part, href: `/?topic=${encodeURIComponent(part.slice(1))}` };
      if (part.length > 1 && part.startsWith('@')) return { text: part, href: `/${part.toLowerCase()}` };
      return { text: part, href: null };
    });
}
