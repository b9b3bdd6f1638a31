// The topics of the feed's tabs are the hashtags among what people look for now.
const topicsShown = 5;

export function topicsOf(trends: readonly string[]): string[] {
  const tags = trends.filter((each) => /^#[\p{L}\p{N}_]+$/u.test(each)).map((each) => each.slice(1));
  return [...new Set(tags)].slice(0, topicsShown);
}
