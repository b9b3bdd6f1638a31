// How typed words find a line.

/** Letters without marks, so that "don hang" finds "Đơn hàng". */
export const plain = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase().trim();

/** Every word typed begins some word of the text, in any order. */
export function matches(text: string, typed: string): boolean {
  const words = plain(text).split(/[^\p{L}\p{N}#]+/u);
  return plain(typed).split(/\s+/).every((each) => words.some((word) => word.startsWith(each)));
}
