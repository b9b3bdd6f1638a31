// Addresses to routes: a pattern is a path with {names}; a name may stand inside a part ("/@{handle}").
export interface Pattern {
  name: string;
  path: string;
}

export interface Match {
  name: string;
  params: Record<string, string>;
}

function shapeOf(path: string): RegExp {
  const source = path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{(\w+)\}/g, '(?<$1>[^/]+)');
  return new RegExp(`^${source}/?$`);
}

export function compile(patterns: readonly Pattern[]): (path: string) => Match | null {
  const shapes = patterns.map(({ name, path }) => ({ name, shape: shapeOf(path) }));
  return (path) => {
    for (const { name, shape } of shapes) {
      const found = shape.exec(path);
      if (!found) continue;
      const params: Record<string, string> = {};
      for (const [key, value] of Object.entries(found.groups ?? {})) {
        try {
          params[key] = decodeURIComponent(value);
        } catch {
          params[key] = value;
        }
      }
      return { name, params };
    }
    return null;
  };
}
