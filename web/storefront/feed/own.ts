// Why one sees a post, and whether the feed is one's own.
import { api } from '$shared/api/client';

export interface Reasons {
  post_id: string;
  personal: boolean;
  items: { code: string; text: string }[];
}
export interface Personalization {
  paused: boolean;
  chosen: boolean;
  hashtags: string[];
  products: number;
  posts: number;
}

export const ownFeed = {
  reasons: (postId: string) => api.get<Reasons>(`/v1/feed/reasons/${encodeURIComponent(postId)}`),
  get: () => api.get<Personalization>('/v1/feed/personalization'),
  pause: (paused: boolean) => api.put<Personalization>('/v1/feed/personalization', { paused }),
  startOver: () => api.delete<void>('/v1/feed/personalization'),
};
