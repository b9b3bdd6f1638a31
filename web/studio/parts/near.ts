/** Svelte attachment: calls `run` while the element is near the edge of what is seen. */
export function nearEnd(run: () => void) {
  return (node: Element) => {
    const watcher = new IntersectionObserver((seen) => seen.some((each) => each.isIntersecting) && run(), { rootMargin: '600px' });
    watcher.observe(node);
    const again = setInterval(() => {
      watcher.unobserve(node);
      watcher.observe(node);
    }, 700);
    return () => {
      clearInterval(again);
      watcher.disconnect();
    };
  };
}
