// Reporting a piece, what was decided about one's own, and the public log.
import { api } from '$shared/api/client';
import type { Page } from '$shared/types';

const e = encodeURIComponent;

export type PieceKind = 'post' | 'comment' | 'review' | 'question' | 'answer' | 'message' | 'profile' | 'discussion' | 'reply' | 'review_reply';
/** What members may give as a reason. */
export const reportReasons = ['spam', 'abuse', 'hate', 'sexual', 'dangerous', 'counterfeit', 'misleading', 'privacy', 'other'] as const;

export interface Finding {
  reason: string;
  because: string;
}
export interface OwnDecision {
  id: string;
  kind: PieceKind;
  subject_id: string;
  action: 'keep' | 'remove' | 'restore';
  measure: 'none' | 'warn' | 'suspend';
  reason: string;
  note: string;
  excerpt: string;
  suspended_until: string | null;
  decided_at: string;
  appeal: { id: string; words: string; state: 'open' | 'upheld' | 'overturned'; answer: string; created_at: string; decided_at: string | null } | null;
  can_appeal: boolean;
}
export interface OwnModeration extends Page<OwnDecision> {
  suspended_until: string | null;
  held: { kind: PieceKind; subject_id: string; excerpt: string; findings: Finding[]; since: string }[];
}
export interface LogLine {
  id: string;
  kind: PieceKind;
  action: 'keep' | 'remove' | 'restore';
  measure: 'none' | 'warn' | 'suspend';
  reason: string;
  found_by: 'rule' | 'reports' | 'staff';
  appeal: 'none' | 'open' | 'upheld' | 'overturned';
  decided_at: string;
}
export interface LogSummary {
  decided: number;
  kept: number;
  removed: number;
  appeals: number;
  appeals_overturned: number;
}

export const moderation = {
  report: (kind: PieceKind, id: string, reason: string, note: string) => api.post<unknown>('/v1/reports', { kind, id, reason, ...(note ? { note } : {}) }),
  own: (cursor: string | null) => api.get<OwnModeration>('/v1/me/moderation', { query: { limit: 20, cursor } }),
  appeal: (id: string, words: string) => api.post<NonNullable<OwnDecision['appeal']>>(`/v1/me/moderation/decisions/${e(id)}/appeal`, { words }),
  log: (cursor: string | null) => api.get<Page<LogLine>>('/v1/moderation/log', { query: { limit: 40, cursor } }),
  summary: () => api.get<LogSummary>('/v1/moderation/summary'),
};
