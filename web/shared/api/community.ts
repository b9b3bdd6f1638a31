// Groups: members, discussions and replies, polls, events, and what their moderators do.
import { api } from './client';
import type { MediaView, Page, PostView, TaggedProduct } from '../types';

const e = encodeURIComponent;

export type GroupRole = 'member' | 'moderator' | 'owner';
export type Visibility = 'public' | 'request' | 'secret';
export type SubjectKind = 'interest' | 'product' | 'creator';
export type Digest = 'none' | 'daily' | 'weekly';
export type MemberState = 'none' | 'requested' | 'invited' | 'active' | 'banned';

export interface Person {
  id: string;
  handle: string;
  name: string;
  avatar_url: string | null;
  level: number;
  badges: string[];
  role: GroupRole | null;
  expert_in: string[];
  /** One of the shop's people. */
  brand: boolean;
}
export interface Membership {
  state: MemberState;
  role: GroupRole;
  digest: Digest;
  since: string | null;
}
export interface GroupSubject {
  kind: SubjectKind;
  ref: string;
  title: string;
  url: string | null;
}
export interface GroupCard {
  id: string;
  slug: string;
  name: string;
  about: string;
  visibility: Visibility;
  subject: GroupSubject | null;
  cover: MediaView | null;
  members: number;
  discussions: number;
  archived: boolean;
  membership: Membership;
  unread: number;
}
export interface GroupLimits {
  level: number;
  /** -1: no limit. */
  discussions_left: number;
  replies_left: number;
  links_max: number;
  pictures_max: number;
  mentions_max: number;
}
export interface GroupView extends GroupCard {
  rules: string;
  tags: string[];
  created_at: string;
  owner: Person | null;
  may: { read: boolean; join: boolean; post: boolean; moderate: boolean; manage: boolean; invite: boolean; poll: boolean; event: boolean };
  limits: GroupLimits | null;
  requests: number;
  cases: number;
}
export interface GroupWriting {
  name: string;
  about: string;
  rules: string;
  visibility: Visibility;
  tags: string[];
  cover_media_id?: string;
  /** Of a new one. */
  subject?: { kind: SubjectKind; ref: string };
  slug?: string;
  archived?: boolean;
}
export interface GroupRef {
  id: string;
  slug: string;
  name: string;
}
export interface MemberLine {
  person: Person | null;
  state: MemberState;
  role: GroupRole;
  note: string;
  since: string;
}

/** A product named in a discussion: price and stock are those of now. */
export interface ProductChip extends TaggedProduct {
  units_left?: number | null;
}
export type DiscussionKind = 'discussion' | 'question';
export type DiscussionSort = 'for_you' | 'active' | 'newest' | 'top' | 'unanswered';
export type PieceStatus = 'published' | 'held' | 'removed';
export type Hidden = 'blocked' | 'erased' | 'held' | 'removed';
export interface HeldBecause {
  reason: string;
  because: string;
}
export interface DiscussionCard {
  id: string;
  group: GroupRef;
  kind: DiscussionKind;
  title: string;
  excerpt: string;
  author: Person | null;
  tags: string[];
  picture: MediaView | null;
  products: ProductChip[];
  replies: number;
  helpful: number;
  voted: number;
  accepted: boolean;
  pinned: boolean;
  locked: boolean;
  live: boolean;
  poll: boolean;
  unread: number;
  status: PieceStatus;
  created_at: string;
  active_at: string;
  reason: string | null;
  /** Where a product's discussions are listed: the accepted answer, cut short. */
  answer: { id: string; text: string; author: Person | null } | null;
}
export interface PollView {
  options: { text: string; votes: number | null; mine: boolean }[];
  voters: number;
  multiple: boolean;
  closes_at: string | null;
  closed: boolean;
}
export interface DiscussionView extends DiscussionCard {
  text: string;
  media: MediaView[];
  all_products: ProductChip[];
  poll_view: PollView | null;
  accepted_id: string | null;
  read: number;
  last: number;
  hidden: Hidden | null;
  edited_at: string | null;
  held_because: HeldBecause[];
  experts: Person[];
  may: { reply: boolean; edit: boolean; remove: boolean; vote: boolean; accept: boolean; moderate: boolean; report: boolean };
}
export interface ReplyView {
  id: string;
  discussion_id: string;
  number: number;
  parent_id: string | null;
  depth: number;
  author: Person | null;
  text: string;
  media: MediaView[];
  products: ProductChip[];
  helpful: number;
  voted: number;
  accepted: boolean;
  status: PieceStatus;
  hidden: Hidden | null;
  held_because: HeldBecause[];
  created_at: string;
  edited_at: string | null;
  may: { edit: boolean; remove: boolean; vote: boolean; accept: boolean; report: boolean };
}
export interface ReplyPage extends Page<ReplyView> {
  last: number;
}
export interface PollWriting {
  options: string[];
  multiple: boolean;
  closes_at?: string;
}
export interface DiscussionWriting {
  kind: DiscussionKind;
  title: string;
  text: string;
  tags: string[];
  media_ids: string[];
  product_ids: string[];
  poll?: PollWriting;
  live?: boolean;
}
export interface ReplyWriting {
  text: string;
  parent_id?: string;
  media_ids: string[];
  product_ids: string[];
}

export type Rsvp = 'none' | 'going' | 'maybe' | 'declined';
export interface EventView {
  id: string;
  group: GroupRef;
  title: string;
  text: string;
  place: string;
  url: string;
  starts_at: string;
  ends_at: string;
  /** 0: as many as come. */
  capacity: number;
  going: number;
  maybe: number;
  mine: Rsvp;
  full: boolean;
  cancelled: boolean;
  author: Person | null;
  may: { edit: boolean };
  people: Person[];
}
export interface EventWriting {
  title: string;
  text: string;
  place: string;
  url: string;
  starts_at: string;
  ends_at: string;
  capacity: number;
}

export interface Standing {
  level: number;
  name: string;
  next: number | null;
  progress: { what: string; have: number; need: number }[];
  powers: string[];
  limits: { level: number; discussions_a_day: number; replies_a_day: number; links: number; pictures: number; mentions: number; powers: string[] }[];
  badges: { badge: string; at: string }[];
}
export interface ExpertLine {
  person: Person | null;
  tag: string;
  endorsed: number;
  accepted: number;
  expert: boolean;
  mine: boolean;
}
export type CaseAction = 'keep' | 'release' | 'remove' | 'restore';
export interface GroupCase {
  id: string;
  kind: string;
  subject_id: string;
  url: string;
  author: Person | null;
  text: string;
  standing: 'visible' | 'held' | 'removed';
  reports: number;
  findings: HeldBecause[];
  report_notes: { reason: string; note: string }[];
  since: string;
}
export interface GroupLogLine {
  what: string;
  kind: string;
  reason: string;
  at: string;
  appeal: 'none' | 'open' | 'upheld' | 'overturned';
}
export interface GroupRules {
  text: string;
  version: number;
  changed_at: string | null;
}
/** What moderators of a group may give as a reason. */
export const removalReasons = ['spam', 'abuse', 'hate', 'sexual', 'violence', 'dangerous', 'counterfeit', 'misleading', 'privacy', 'off_topic', 'other'] as const;

export interface CommunityNumbers {
  groups: number;
  members: number;
  discussions: number;
  replies: number;
  unanswered: number;
  accepted_share: number | null;
  median_first_answer_minutes: number | null;
  active_week: number;
}

const group = (slug: string, rest = '') => `/v1/groups/${e(slug)}${rest}`;
const discussion = (id: string, rest = '') => `/v1/discussions/${e(id)}${rest}`;
type Query = Record<string, string | number | boolean | null | undefined>;

export const community = {
  groups: (query: Query) => api.get<Page<GroupCard>>('/v1/groups', { query: { limit: 24, ...query } }),
  mine: () => api.get<{ items: GroupCard[]; invitations: GroupCard[]; requests: GroupCard[] }>('/v1/me/groups'),
  group: (slug: string) => api.get<GroupView>(group(slug)),
  create: (body: GroupWriting, key: string) => api.post<GroupView>('/v1/groups', body, { idempotencyKey: key }),
  change: (slug: string, body: Partial<GroupWriting>) => api.patch<GroupView>(group(slug), body),
  join: (slug: string, note?: string) => api.put<GroupView>(group(slug, '/membership'), note ? { note } : {}),
  leave: (slug: string) => api.delete<void>(group(slug, '/membership')),
  setDigest: (slug: string, digest: Digest) => api.patch<GroupView>(group(slug, '/membership'), { digest }),
  unsubscribe: (token: string) => api.post<{ group: string }>('/v1/community/unsubscribe', { token }),

  members: (slug: string, query: Query) => api.get<Page<MemberLine>>(group(slug, '/members'), { query: { limit: 50, ...query } }),
  setMember: (slug: string, handle: string, body: { state?: 'active' | 'banned'; role?: GroupRole; reason?: string }) =>
    api.put<MemberLine>(group(slug, `/members/${e(handle)}`), body),
  removeMember: (slug: string, handle: string) => api.delete<void>(group(slug, `/members/${e(handle)}`)),
  invite: (slug: string, handle: string) => api.post<void>(group(slug, '/invitations'), { handle }),
  experts: (slug: string) => api.get<{ items: ExpertLine[] }>(group(slug, '/experts')),
  endorse: (slug: string, handle: string, tag: string, on: boolean) => {
    const path = group(slug, `/experts/${e(handle)}/${e(tag)}`);
    return on ? api.put<void>(path) : api.delete<void>(path);
  },

  posts: (slug: string, cursor: string | null) => api.get<Page<PostView>>(group(slug, '/feed'), { query: { limit: 24, cursor } }),
  addPost: (slug: string, post: string) => api.put<void>(group(slug, `/posts/${e(post)}`)),
  removePost: (slug: string, post: string) => api.delete<void>(group(slug, `/posts/${e(post)}`)),

  discussions: (slug: string, query: Query) =>
    api.get<Page<DiscussionCard> & { pinned?: DiscussionCard[] }>(group(slug, '/discussions'), { query: { limit: 20, ...query } }),
  allDiscussions: (query: Query) => api.get<Page<DiscussionCard>>('/v1/discussions', { query: { limit: 20, ...query } }),
  discuss: (slug: string, body: DiscussionWriting, key: string) => api.post<DiscussionView>(group(slug, '/discussions'), body, { idempotencyKey: key }),
  discussion: (id: string) => api.get<DiscussionView>(discussion(id)),
  changeDiscussion: (id: string, body: Partial<DiscussionWriting>) => api.patch<DiscussionView>(discussion(id), body),
  removeDiscussion: (id: string) => api.delete<void>(discussion(id)),
  setState: (id: string, state: { pinned?: boolean; locked?: boolean; live?: boolean }) => api.put<DiscussionView>(discussion(id, '/state'), state),
  replies: (id: string, query: Query) => api.get<ReplyPage>(discussion(id, '/replies'), { query: { limit: 50, ...query } }),
  reply: (id: string, body: ReplyWriting, key: string) => api.post<ReplyView>(discussion(id, '/replies'), body, { idempotencyKey: key }),
  changeReply: (id: string, body: Partial<ReplyWriting>) => api.patch<ReplyView>(`/v1/replies/${e(id)}`, body),
  removeReply: (id: string) => api.delete<void>(`/v1/replies/${e(id)}`),
  voteDiscussion: (id: string, value: 0 | 1) => api.put<{ helpful: number; voted: number }>(discussion(id, '/vote'), { value }),
  voteReply: (id: string, value: -1 | 0 | 1) => api.put<{ helpful: number; voted: number }>(`/v1/replies/${e(id)}/vote`, { value }),
  accept: (id: string, reply: string | null) =>
    reply ? api.put<DiscussionView>(discussion(id, '/accepted'), { reply_id: reply }) : api.delete<DiscussionView>(discussion(id, '/accepted')),
  read: (id: string, number: number) => api.put<void>(discussion(id, '/read'), { number }),
  vote: (id: string, options: number[]) => api.put<PollView>(discussion(id, '/poll'), { options }),
  streamOf: (id: string) => discussion(id, '/stream'),

  events: (slug: string, when: 'coming' | 'past', cursor: string | null) => api.get<Page<EventView>>(group(slug, '/events'), { query: { when, limit: 20, cursor } }),
  addEvent: (slug: string, body: EventWriting) => api.post<EventView>(group(slug, '/events'), body),
  event: (id: string) => api.get<EventView>(`/v1/group_events/${e(id)}`),
  changeEvent: (id: string, body: Partial<EventWriting> & { cancelled?: boolean }) => api.patch<EventView>(`/v1/group_events/${e(id)}`, body),
  answer: (id: string, answer: Rsvp) => api.put<EventView>(`/v1/group_events/${e(id)}/rsvp`, { answer }),
  eventFile: (id: string) => `/v1/group_events/${e(id)}/calendar.ics`,
  calendarFile: (slug: string) => group(slug, '/calendar.ics'),

  standing: () => api.get<Standing>('/v1/me/community'),

  cases: (slug: string, cursor: string | null) => api.get<Page<GroupCase>>(group(slug, '/moderation/cases'), { query: { limit: 20, cursor } }),
  openCase: (slug: string, kind: 'discussion' | 'reply', subject_id: string) => api.post<GroupCase>(group(slug, '/moderation/cases'), { kind, subject_id }),
  decide: (slug: string, id: string, body: { action: CaseAction; reason?: string; note?: string }) =>
    api.post<void>(group(slug, `/moderation/cases/${e(id)}/decide`), body),
  log: (slug: string, cursor: string | null) => api.get<Page<GroupLogLine>>(group(slug, '/log'), { query: { limit: 30, cursor } }),
  rules: (slug: string) => api.get<GroupRules>(group(slug, '/moderation/rules')),
  setRules: (slug: string, text: string, version: number) => api.put<GroupRules>(group(slug, '/moderation/rules'), { text, version }),

  numbers: () => api.get<CommunityNumbers>('/v1/admin/community'),
  allGroups: (query: Query) => api.get<Page<GroupCard>>('/v1/admin/groups', { query: { limit: 50, ...query } }),
  setLevel: (handle: string, level: number | null, note: string) =>
    api.put<{ level: number }>(`/v1/admin/community/people/${e(handle)}/level`, { level, note }),
};
