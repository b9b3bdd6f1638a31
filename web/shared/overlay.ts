// Sheets and the Back button. An open sheet puts an entry in the history so that Back closes it and
// the page under it stays where it was. The router asks `settle` before it acts on a popstate and
// `dissolve` before it goes somewhere else.
interface Open {
  close: () => void;
}

const open: Open[] = [];
let ignore = 0;

/** Returns the function to call when the sheet is closed by anything but Back. */
export function pushOverlay(close: () => void): () => void {
  const entry: Open = { close };
  open.push(entry);
  history.pushState({ ...(history.state as object | null), overlay: open.length }, '');
  return () => {
    const index = open.indexOf(entry);
    if (index < 0) return;
    open.splice(index, 1);
    ignore += 1;
    history.back();
  };
}

/** True when the popstate was about a sheet, not about the page. */
export function settleOverlay(): boolean {
  if (ignore > 0) {
    ignore -= 1;
    return true;
  }
  const top = open.pop();
  top?.close();
  return top !== undefined;
}

/** Going to another page from inside a sheet: its history entry is reused by the new page. */
export function dissolveOverlays(): boolean {
  const any = open.length > 0;
  for (const each of open.splice(0).reverse()) each.close();
  return any;
}
