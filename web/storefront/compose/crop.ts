// Cropping, as pure arithmetic: which part of a picture a frame shows, moved and zoomed, never
// leaving an empty edge.
export interface Crop {
  /** Centre of the frame on the picture, 0..1. */
  x: number;
  y: number;
  /** 1 shows as much as fits. */
  zoom: number;
}

export type RatioName = '4:5' | '1:1' | '9:16';
export const ratios: Record<RatioName, number> = { '4:5': 4 / 5, '1:1': 1, '9:16': 9 / 16 };
export const zoomMax = 4;
export const longestSide = 1920;

interface Size {
  width: number;
  height: number;
}
export interface Rect extends Size {
  left: number;
  top: number;
}

/** The rectangle of the picture (in its own pixels) that is shown. */
export function sourceRect(picture: Size, ratio: number, crop: Crop): Rect {
  const wide = picture.width / picture.height > ratio;
  const height = (wide ? picture.height : picture.width / ratio) / crop.zoom;
  const width = height * ratio;
  return {
    width,
    height,
    left: Math.min(Math.max(0, crop.x * picture.width - width / 2), picture.width - width),
    top: Math.min(Math.max(0, crop.y * picture.height - height / 2), picture.height - height),
  };
}

/** The same crop with its centre moved to where the frame really is. */
export function settled(picture: Size, ratio: number, crop: Crop): Crop {
  const zoom = Math.min(zoomMax, Math.max(1, crop.zoom));
  const rect = sourceRect(picture, ratio, { ...crop, zoom });
  return { zoom, x: (rect.left + rect.width / 2) / picture.width, y: (rect.top + rect.height / 2) / picture.height };
}

/** After dragging the picture by (dx, dy) pixels of a frame that is `frame` pixels wide. */
export function moved(picture: Size, ratio: number, crop: Crop, frame: Size, dx: number, dy: number): Crop {
  const rect = sourceRect(picture, ratio, crop);
  const scale = rect.width / frame.width;
  return settled(picture, ratio, { ...crop, x: crop.x - (dx * scale) / picture.width, y: crop.y - (dy * scale) / picture.height });
}

export function outputSize(rect: Size): Size {
  const scale = Math.min(1, longestSide / Math.max(rect.width, rect.height));
  return { width: Math.round(rect.width * scale), height: Math.round(rect.height * scale) };
}

/** The cropped picture as a file to send. */
export async function cropped(bitmap: ImageBitmap, ratio: number, crop: Crop): Promise<{ blob: Blob } & Size> {
  const rect = sourceRect(bitmap, ratio, crop);
  const size = outputSize(rect);
  const canvas = document.createElement('canvas');
  Object.assign(canvas, size);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, rect.left, rect.top, rect.width, rect.height, 0, 0, size.width, size.height);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.9));
  if (!blob) throw new Error('no picture');
  return { blob, ...size };
}
