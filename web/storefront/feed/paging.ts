// How the feed is asked for. A visit to For You begins with small pages that are asked for late: what somebody does with the first posts
// decides what follows them (docs/learning.md has what it gains; tests/simulator asks in the same way).
const small = { size: 4, ahead: 2 };
const usual = { size: 10, ahead: 4 };
const smallUntil = 12;

/** Of the next page, when `count` posts are there: how many, and with how many left it is asked for. */
export const nextPage = (scope: string, count: number) => (scope === '' && count > 0 && count < smallUntil ? small : usual);
