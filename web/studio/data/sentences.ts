// What the server says of a line (of a file, of a rule) in the reader's language. Reports are kept as they were said, in English, with values
// in them: the sentence itself is the key, and a hole ("{money}") stands for anything, also for another sentence of the book.
type Book = Record<string, string>;
export type Say = (sentence: string) => string;

const hole = /\{(\w+)\}/g;

export function sayer(book: Book): Say {
  const whole = new Map(Object.entries(book));
  const open = Object.entries(book)
    .filter(([english]) => english.includes('{'))
    .map(([english, words]) => ({
      names: [...english.matchAll(hole)].map((each) => each[1] ?? ''),
      pattern: new RegExp(`^${english.split(/\{\w+\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('(.+?)')}$`, 's'),
      fixed: english.replaceAll(hole, '').length,
      words,
    }))
    .sort((a, b) => b.fixed - a.fixed); // what says most comes first
  const say = (sentence: string, depth: number): string => {
    const known = whole.get(sentence);
    if (known !== undefined) return known;
    if (depth === 0) return sentence;
    for (const each of open) {
      const found = each.pattern.exec(sentence);
      if (!found) continue;
      return each.words.replaceAll(hole, (_, name: string) => say(found[each.names.indexOf(name) + 1] ?? '', depth - 1));
    }
    return sentence;
  };
  return (sentence) => say(sentence, 3);
}

const plain: Say = (sentence) => sentence;

const books = {
  files: () => import('../files/sentences.vi.json'),
  rules: () => import('../moderation/rules.vi.json'),
};

/** For this language; English is what the server speaks. */
export async function sayerFor(book: keyof typeof books, locale: string): Promise<Say> {
  return locale === 'vi' ? sayer((await books[book]()).default) : plain;
}
