// The form in the colours of the page. Stripe draws it in a frame of its own: it needs colours, not names of colours.
function colour(name: string): string {
  const probe = document.createElement('i');
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const seen = getComputedStyle(probe).color;
  probe.remove();
  return seen;
}

export function appearance(): Record<string, unknown> {
  const paper = colour('--paper-raised');
  const [red = 255, green = 255, blue = 255] = paper.match(/[\d.]+/g)?.map(Number) ?? [];
  const dark = red * 0.3 + green * 0.6 + blue * 0.1 < 128;
  return {
    theme: dark ? 'night' : 'stripe',
    variables: {
      colorPrimary: colour('--accent'),
      colorBackground: paper,
      colorText: colour('--ink'),
      colorTextSecondary: colour('--ink-soft'),
      colorDanger: colour('--danger'),
      fontFamily: 'Be Vietnam Pro, system-ui, sans-serif',
      borderRadius: '4px',
      spacingUnit: '4px',
    },
  };
}
