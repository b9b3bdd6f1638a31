// Hashtags and mentions while they are being typed.
const unfinished = /[#@][\p{L}\p{N}_.]*$/u;

/** The mark the cursor stands at the end of, with its sign, or null. */
export function unfinishedMark(text: string, cursor: number): string | null {
  return unfinished.exec(text.slice(0, cursor))?.[0] ?? null;
}

/** The text with that mark finished, and a space to go on. */
export function completed(text: string, cursor: number, mark: string): string {
  const before = text.slice(0, cursor).replace(unfinished, mark);
  const after = text.slice(cursor);
  return `${before}${after.startsWith(' ') ? '' : ' '}${after}`;
}
