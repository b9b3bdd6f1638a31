// Feed, posts, comments, follows, notifications.
import { api } from './client';
import type {
  AccountView,
  AuthorView,
  CommentView,
  FeedItem,
  MediaView,
  NewPost,
  NotificationView,
  Page,
  PostView,
  ReactionResult,
} from '../types';

const e = encodeURIComponent;

export interface FeedQuery {
  cursor?: string | null;
  topic?: string;
  scope?: string;
  limit?: number;
}

export const social = {
  feed: (query: FeedQuery) => api.get<Page<FeedItem>>('/v1/feed', { query: { limit: 10, ...query } }),
  hide: (post_id: string, reason?: string) => api.post<unknown>('/v1/feed/hide', { post_id, reason }),

  post: (id: string) => api.get<PostView>(`/v1/posts/${e(id)}`),
  createPost: (body: NewPost, idempotencyKey: string) => api.post<PostView>('/v1/posts', body, { idempotencyKey }),
  updatePost: (id: string, body: Partial<NewPost>) => api.patch<PostView>(`/v1/posts/${e(id)}`, body),
  deletePost: (id: string) => api.delete<void>(`/v1/posts/${e(id)}`),
  drafts: () => api.get<Page<PostView>>('/v1/me/posts', { query: { status: 'draft', limit: 20 } }),
  like: (id: string, on: boolean) =>
    on ? api.put<ReactionResult>(`/v1/posts/${e(id)}/like`) : api.delete<ReactionResult>(`/v1/posts/${e(id)}/like`),
  save: (id: string, on: boolean) =>
    on ? api.put<ReactionResult>(`/v1/posts/${e(id)}/save`) : api.delete<ReactionResult>(`/v1/posts/${e(id)}/save`),
  share: (id: string) => api.post<unknown>(`/v1/posts/${e(id)}/share`),
  report: (id: string, reason: string, note: string) =>
    api.post<unknown>(`/v1/posts/${e(id)}/report`, note ? { reason, note } : { reason }),

  comments: (id: string, cursor?: string | null) =>
    api.get<Page<CommentView>>(`/v1/posts/${e(id)}/comments`, { query: { limit: 30, cursor } }),
  addComment: (id: string, text: string, parent_id: string | null) =>
    api.post<CommentView>(`/v1/posts/${e(id)}/comments`, parent_id ? { text, parent_id } : { text }),
  deleteComment: (id: string) => api.delete<void>(`/v1/comments/${e(id)}`),

  person: (handle: string) => api.get<AccountView>(`/v1/people/${e(handle)}`),
  personPosts: (handle: string, cursor?: string | null) =>
    api.get<Page<PostView>>(`/v1/people/${e(handle)}/posts`, { query: { limit: 24, cursor } }),
  people: (handle: string, list: 'followers' | 'following', cursor?: string | null) =>
    api.get<Page<AuthorView>>(`/v1/people/${e(handle)}/${list}`, { query: { limit: 40, cursor } }),
  follow: (handle: string, on: boolean) => {
    const path = `/v1/people/${e(handle)}/follow`;
    type Reply = { is_following: boolean; followers: number };
    return on ? api.put<Reply>(path) : api.delete<Reply>(path);
  },
  savedPosts: (cursor?: string | null) => api.get<Page<PostView>>('/v1/me/saved', { query: { limit: 24, cursor } }),
  hashtagPosts: (tag: string, cursor?: string | null) =>
    api.get<Page<PostView>>(`/v1/hashtags/${e(tag)}/posts`, { query: { limit: 24, cursor } }),

  notifications: (cursor?: string | null) =>
    api.get<Page<NotificationView>>('/v1/notifications', { query: { limit: 30, cursor } }),
  markRead: () => api.post<unknown>('/v1/notifications/read', { all: true }),

  media: (id: string) => api.get<MediaView>(`/v1/media/${e(id)}`),
};
