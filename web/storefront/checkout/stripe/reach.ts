// A bank may ask the shopper something in a layer that Stripe's script lays over the page. A modal dialog would stand above it and
// keep every click away from it: for that long the dialog is an ordinary one.
export function letOthersBeReached(inside: HTMLElement): () => void {
  const dialog = inside.closest('dialog');
  if (!dialog?.matches(':modal')) return () => {};
  const panel = dialog.firstElementChild as HTMLElement | null;
  const before = { index: dialog.style.zIndex, animation: panel?.style.animation ?? '' };
  if (panel) panel.style.animation = 'none';
  dialog.close();
  dialog.show();
  dialog.style.zIndex = '900';
  return () => {
    if (!dialog.isConnected || !dialog.open) return;
    dialog.close();
    dialog.showModal();
    dialog.style.zIndex = before.index;
    setTimeout(() => panel && (panel.style.animation = before.animation), 500);
  };
}
