// Which showing of a post one is looking at, for crediting what is bought from it.
import type { LineSource } from '$shared/types';

const impressions = new Map<string, string>();

export const seenAs = (postId: string, impressionId: string) => impressions.set(postId, impressionId);

export function sourceOf(postId: string | null): LineSource | undefined {
  if (!postId) return undefined;
  const impression_id = impressions.get(postId);
  return impression_id ? { post_id: postId, impression_id } : { post_id: postId };
}
