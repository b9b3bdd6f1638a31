// The moderators' desk: what waits, one case, decisions, appeals, rules, the log.
import { api } from '$shared/api/client';
import type { Page } from '$shared/types';

const e = encodeURIComponent;
const at = '/v1/admin/moderation';

export const kinds = ['post', 'comment', 'review', 'question', 'answer', 'message', 'discussion', 'reply', 'review_reply'] as const;
export type Kind = (typeof kinds)[number] | 'profile';
/** What a moderator may give as a reason; holds have more. */
export const reasons = ['spam', 'abuse', 'hate', 'sexual', 'violence', 'dangerous', 'counterfeit', 'misleading', 'privacy', 'off_topic', 'other'] as const;
export type Standing = 'visible' | 'held' | 'removed';
export type Action = 'keep' | 'remove' | 'restore';
export type Measure = 'none' | 'warn' | 'suspend';
export type AppealState = 'none' | 'open' | 'upheld' | 'overturned';

export interface Person {
  id: string;
  handle: string;
  name: string;
}
export interface Finding {
  reason: string;
  because: string;
}
export interface Appeal {
  id: string;
  words: string;
  state: AppealState;
  answer: string;
  created_at: string;
  decided_at: string | null;
}
export interface Decision {
  id: string;
  kind: Kind;
  subject_id: string;
  action: Action;
  measure: Measure;
  reason: string;
  note: string;
  excerpt: string;
  suspended_until: string | null;
  decided_at: string;
  appeal: Appeal | null;
  can_appeal: boolean;
  moderator: Person;
}
export interface Case {
  id: string;
  kind: Kind;
  subject_id: string;
  group: string;
  state: 'open' | 'decided' | 'gone';
  standing: Standing;
  found_by: 'rule' | 'reports' | 'staff';
  severity: number;
  reports: number;
  weight: number;
  reach: number;
  priority: number;
  findings: Finding[];
  excerpt: string;
  author: Person;
  claimed_by: Person | null;
  created_at: string;
}
export interface CaseDetail extends Case {
  piece: { text: string; pictures: string[]; context: string; url: string; standing: Standing; created_at: string } | null;
  text: string;
  reported: { reporter: Person; reason: string; note: string; created_at: string; right: number; wrong: number }[];
  record: { published: number; removed: number; warned: number; suspended_until: string | null; joined_at: string | null };
  decisions: Decision[];
}
export interface Queue extends Page<Case> {
  open: number;
  held: number;
  appeals: number;
  oldest: string | null;
}
export interface StaffAppeal extends Appeal {
  decision: Decision;
  author: Person;
  case_id: string;
  may_answer: boolean;
}
export interface Rules {
  scope: string;
  text: string;
  version: number;
  changed_by: Person | null;
  changed_at: string | null;
}
export interface Tried {
  problems: { line: number; message: string }[];
  outcome: 'publish' | 'hold' | 'refuse';
  findings: Finding[];
  scores: { name: string; value: number; because: string }[];
}
export interface LogLine {
  id: string;
  kind: Kind;
  action: Action;
  measure: Measure;
  reason: string;
  found_by: string;
  appeal: AppealState;
  waited_minutes: number;
  decided_at: string;
}
/** What judges texts: the lexicon that ships, or a model that learnt from what was decided here. */
export interface Classifier {
  trait: 'toxicity' | 'spam' | 'sentiment' | 'intent';
  version: number;
  examples: number;
  examples_min: number;
  looked_at: string | null;
  steps: { precision: number; share: number; found: number }[];
  runs: { version: number; chosen: 'shipped' | 'before' | 'trained'; examples: number; held_out: number; shipped_error: number; before_error: number; error: number; trained_at: string }[];
}
export interface Summary {
  days: number;
  decided: number;
  kept: number;
  removed: number;
  restored: number;
  warned: number;
  suspended: number;
  appeals: number;
  appeals_open: number;
  appeals_overturned: number;
  mean_wait_minutes: number;
  removed_for: { reason: string; count: number }[];
}
export interface Wish {
  action: Action;
  measure?: Measure;
  days?: number;
  reason?: string;
  note?: string;
  take_over?: boolean;
}

export const moderation = {
  cases: (query: { standing?: string | null; kind?: string | null; state?: string | null; limit: number; cursor: string | null }) => api.get<Queue>(`${at}/cases`, { query }),
  one: (id: string) => api.get<CaseDetail>(`${at}/cases/${e(id)}`),
  claim: (id: string, takeOver = false) => api.post<CaseDetail>(`${at}/cases/${e(id)}/claim`, { take_over: takeOver }),
  decide: (id: string, wish: Wish) => api.post<CaseDetail>(`${at}/cases/${e(id)}/decide`, wish),
  /** From another room: the piece's case is opened first. */
  decideAbout: async (kind: Kind, id: string, wish: Wish) => {
    const one = await api.post<CaseDetail>(`${at}/cases`, { kind, id });
    return moderation.decide(one.id, { ...wish, take_over: true });
  },
  decideMany: (ids: string[], wish: Wish) => api.post<{ items: { id: string; code: string; detail: string }[] }>(`${at}/decide`, { ids, ...wish }),
  appeals: (query: { state: string; limit: number; cursor: string | null }) => api.get<Page<StaffAppeal>>(`${at}/appeals`, { query }),
  answer: (id: string, outcome: 'upheld' | 'overturned', answer: string) => api.post<Appeal>(`${at}/appeals/${e(id)}/answer`, { outcome, answer }),
  rules: () => api.get<Rules>(`${at}/rules`),
  setRules: (text: string, version: number) => api.put<Rules>(`${at}/rules`, { text, version }),
  tryRules: (asked: { rules: string; text: string; kind: string; new_member: boolean; pictures: number }) => api.post<Tried>(`${at}/rules/try`, asked),
  classifiers: () => api.get<{ items: Classifier[] }>('/v1/admin/classifiers'),
  learn: () => api.post<void>('/v1/admin/classifiers/learn', {}),
  log: (cursor: string | null) => api.get<Page<LogLine>>('/v1/moderation/log', { query: { limit: 60, cursor } }),
  summary: () => api.get<Summary>('/v1/moderation/summary'),
};
