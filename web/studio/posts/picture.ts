// The still of a post: its first picture, or a video's poster.
import type { PostView } from '$shared/types';

export function pictureOf(post: PostView): { url: string; srcset: string | null; alt: string } | null {
  const first = post.media[0];
  const url = first?.kind === 'video' ? first.poster_url : first?.url;
  return first && url ? { url, srcset: first.kind === 'image' ? first.srcset : null, alt: first.alt } : null;
}
