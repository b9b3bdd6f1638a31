/** The words of a piece of HTML, for places that show plain text. Nothing in it runs. */
export function plainText(html: string): string {
  if (!html) return '';
  return (new DOMParser().parseFromString(html, 'text/html').body.textContent ?? '').trim();
}
