// Where a picture stands on its stage and where its tags land. A picture covers the stage as long as
// no more than a quarter of it is lost at the sides; beyond that it keeps its shape at the top and a
// blurred echo of it fills the rest.
export interface Size {
  width: number;
  height: number;
}

export interface Box extends Size {
  left: number;
  top: number;
}

export const lossMax = 0.26;

export function mediaBox(media: Size, stage: Size): Box {
  const whole = { left: 0, top: 0, ...stage };
  if (!media.width || !media.height || !stage.width || !stage.height) return whole;
  const shape = media.width / media.height;
  const stageShape = stage.width / stage.height;
  const kept = Math.min(shape, stageShape) / Math.max(shape, stageShape);
  if (kept >= 1 - lossMax) return whole;
  if (shape > stageShape) {
    const height = stage.width / (shape * (1 - lossMax));
    // A low picture hangs in the middle of what the words below leave free.
    const free = stage.height * 0.78 - height;
    return { left: 0, top: free > 40 ? free / 2 : 0, width: stage.width, height };
  }
  const width = (stage.height * shape) / (1 - lossMax);
  return { left: (stage.width - width) / 2, top: 0, width, height: stage.height };
}

/** The point (0..1 of the picture) in stage pixels, or null when the crop hides it. */
export function placeTag(point: { x: number; y: number }, media: Size, box: Box): { left: number; top: number } | null {
  if (!media.width || !media.height) return { left: box.left + point.x * box.width, top: box.top + point.y * box.height };
  const scale = Math.max(box.width / media.width, box.height / media.height);
  const x = box.width / 2 + (point.x - 0.5) * media.width * scale;
  const y = box.height / 2 + (point.y - 0.5) * media.height * scale;
  const edge = 10;
  if (x < edge || y < edge || x > box.width - edge || y > box.height - edge) return null;
  return { left: box.left + x, top: box.top + y };
}

/** What lies over the lower edge of the stage: words across it, buttons at its right. */
export interface Overlay {
  words: number;
  rail: Size;
}

/** A dot under the words is left out (its chip stands among them); one under the buttons steps aside. */
export function clearOf(place: Placed, stage: Size, overlay: Overlay | null): Placed | null {
  if (!overlay) return place;
  const dot = 22;
  if (place.top > stage.height - overlay.words - dot) return null;
  const under = place.top > stage.height - overlay.rail.height - dot && place.left > stage.width - overlay.rail.width - dot;
  return under ? { ...place, left: stage.width - overlay.rail.width - dot } : place;
}

export interface Placed {
  left: number;
  top: number;
}

/** Dots that would lie on each other move apart, downwards, so that each can be hit. */
export function spread<T extends { place: Placed }>(placed: readonly T[], apart = 30): T[] {
  const done: T[] = [];
  for (const each of placed) {
    const place = { ...each.place };
    const blocks = (other: T) => Math.hypot(other.place.left - place.left, other.place.top - place.top) < apart;
    for (let tries = 0; tries < 20 && done.some(blocks); tries += 1) place.top += apart / 2;
    done.push({ ...each, place });
  }
  return done;
}

/** The other way round: where on the picture (0..1) a tap on its box landed. */
export function pointAt(tap: { x: number; y: number }, media: Size, box: Size): { x: number; y: number } {
  const scale = Math.max(box.width / media.width, box.height / media.height);
  const within = (value: number) => Math.min(1, Math.max(0, Math.round(value * 1000) / 1000));
  return {
    x: within(0.5 + (tap.x - box.width / 2) / (media.width * scale)),
    y: within(0.5 + (tap.y - box.height / 2) / (media.height * scale)),
  };
}
