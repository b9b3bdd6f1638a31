import { describe, expect, it } from 'vitest';
import { clearOf, mediaBox, placeTag, pointAt, spread } from '../storefront/feed/geometry';
import { moved, outputSize, ratios, settled, sourceRect } from '../storefront/compose/crop';

describe('a picture on its stage', () => {
  const phone = { width: 390, height: 788 };
  it('covers the stage while little of it is lost', () => {
    expect(mediaBox({ width: 720, height: 1280 }, phone)).toEqual({ left: 0, top: 0, ...phone });
  });
  it('stands at the top with a quarter lost at most when it is much wider', () => {
    const box = mediaBox({ width: 864, height: 1080 }, phone);
    expect(box.width).toBe(390);
    expect(box.height).toBeCloseTo(390 / (0.8 * 0.74), 6);
    expect(box.top).toBe(0);
  });
  it('hangs above the words when it is low', () => {
    const box = mediaBox({ width: 900, height: 600 }, phone);
    expect(box.top).toBeCloseTo((788 * 0.78 - box.height) / 2, 6);
    expect(box.top + box.height).toBeLessThan(788 * 0.78);
  });
  it('stands in the middle of a wide stage when it is tall', () => {
    const box = mediaBox({ width: 720, height: 1280 }, { width: 1000, height: 900 });
    expect(box.height).toBe(900);
    expect(box.left).toBeCloseTo((1000 - box.width) / 2, 6);
  });
  it('covers a stage of which nothing is known yet', () => {
    expect(mediaBox({ width: 0, height: 0 }, phone)).toEqual({ left: 0, top: 0, ...phone });
  });
});

describe('a tag', () => {
  const media = { width: 800, height: 1000 };
  const box = { left: 0, top: 20, width: 400, height: 1000 };
  it('lands where it points on the cropped picture', () => {
    expect(placeTag({ x: 0.5, y: 0.5 }, media, box)).toEqual({ left: 200, top: 520 });
    expect(placeTag({ x: 0.6, y: 0.1 }, media, box)).toEqual({ left: 280, top: 120 });
  });
  it('is not shown where the crop hides it', () => {
    expect(placeTag({ x: 0.1, y: 0.5 }, media, box)).toBeNull();
  });
  it('keeps clear of the words and the buttons over the picture', () => {
    const stage = { width: 390, height: 788 };
    const overlay = { words: 170, rail: { width: 60, height: 290 } };
    expect(clearOf({ left: 100, top: 300 }, stage, overlay)).toEqual({ left: 100, top: 300 });
    expect(clearOf({ left: 100, top: 700 }, stage, overlay)).toBeNull();
    expect(clearOf({ left: 370, top: 560 }, stage, overlay)).toEqual({ left: 308, top: 560 });
    expect(clearOf({ left: 370, top: 700 }, stage, null)).toEqual({ left: 370, top: 700 });
  });
  it('moves away from another it would lie on', () => {
    const at = (left: number, top: number) => ({ place: { left, top } });
    expect(spread([at(100, 100), at(104, 100), at(200, 100)]).map((each) => each.place)).toEqual([
      { left: 100, top: 100 },
      { left: 104, top: 130 },
      { left: 200, top: 100 },
    ]);
  });
  it('set by a tap comes back to the same place', () => {
    const point = pointAt({ x: 280, y: 100 }, media, box);
    expect(point).toEqual({ x: 0.6, y: 0.1 });
    expect(placeTag(point, media, { ...box, top: 0 })).toEqual({ left: 280, top: 100 });
  });
});

describe('a crop', () => {
  const picture = { width: 3000, height: 2000 };
  it('takes the middle of a wide picture', () => {
    expect(sourceRect(picture, ratios['4:5'], { x: 0.5, y: 0.5, zoom: 1 })).toEqual({ width: 1600, height: 2000, left: 700, top: 0 });
  });
  it('never leaves an empty edge however far it is dragged', () => {
    const crop = moved(picture, ratios['1:1'], { x: 0.5, y: 0.5, zoom: 1 }, { width: 400, height: 400 }, 9999, 9999);
    const rect = sourceRect(picture, 1, crop);
    expect([rect.left, rect.top]).toEqual([0, 0]);
  });
  it('moves with the finger: the width of the frame is the width of what it shows', () => {
    const crop = moved(picture, 1, { x: 0.5, y: 0.5, zoom: 2 }, { width: 500, height: 500 }, -250, 0);
    expect(crop.x).toBeCloseTo(0.5 + 500 / 3000, 6);
  });
  it('zooms between one and four', () => {
    expect(settled(picture, 1, { x: 0.5, y: 0.5, zoom: 9 }).zoom).toBe(4);
    expect(settled(picture, 1, { x: 0.5, y: 0.5, zoom: 0.2 }).zoom).toBe(1);
  });
  it('is sent no larger than needed and never enlarged', () => {
    expect(outputSize({ width: 3200, height: 4000 })).toEqual({ width: 1536, height: 1920 });
    expect(outputSize({ width: 400, height: 500 })).toEqual({ width: 400, height: 500 });
  });
});
