// A reply made of what is known: passages word for word, each with a number, and where each stands. Nothing is said that no source says.
import type { HelpOffer } from '$shared/api/answers';

const words = {
  en: { hello: 'Hello', sources: 'Where this comes from:' },
  vi: { hello: 'Chào', sources: 'Nguồn:' },
};

/** Which passages a draft begins with: the shop's articles and what was accepted, at most three, one of each page. */
export function chosenFirst(found: readonly HelpOffer[]): string[] {
  const pages = new Set<string>();
  const sure = found.filter((each) => each.kind === 'article' || (each.trusted && each.kind !== 'review'));
  return sure.filter((each) => !pages.has(each.link) && pages.add(each.link)).slice(0, 3).map((each) => each.id);
}

/** In the customer's language; `name` may be empty. */
export function draftOf(passages: readonly HelpOffer[], locale: string, name: string, origin: string): string {
  const say = locale === 'vi' ? words.vi : words.en;
  const many = passages.length > 1;
  const said = passages.map((each, at) => (many ? `${each.passage.trim()} [${at + 1}]` : each.passage.trim()));
  const sources = passages.map((each, at) => `${many ? `[${at + 1}] ` : ''}${each.title.trim()}${each.author ? ` (${each.author})` : ''}: ${origin}${each.link}`);
  return [`${say.hello}${name ? ` ${name}` : ''},`, ...said, `${say.sources}\n${sources.join('\n')}`].join('\n\n');
}
