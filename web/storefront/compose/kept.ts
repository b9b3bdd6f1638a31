// The draft on this device.
import type { DraftTag } from './draft.svelte';
import type { RatioName } from './crop';

export interface KeptItem {
  kind: 'image' | 'video';
  mediaId: string;
  /** Empty when only the server knows where it is. */
  url: string;
  width: number;
  height: number;
  tags: DraftTag[];
}

/** A group on whose wall the post is to hang. Closed: its members alone see what hangs there. */
export interface DraftGroup {
  slug: string;
  name: string;
  closed: boolean;
}

export interface KeptDraft {
  key: string;
  text: string;
  ratio: RatioName;
  visibility: 'public' | 'followers';
  serverId: string | null;
  group?: DraftGroup | null;
  items: KeptItem[];
  at: number;
}

const place = 'plaza.draft';
const daysKept = 30;

export function parseDraft(text: string | null, now: number): KeptDraft | null {
  try {
    const draft = JSON.parse(text ?? 'null') as KeptDraft | null;
    if (!draft || typeof draft.text !== 'string' || !Array.isArray(draft.items)) return null;
    return now - draft.at > daysKept * 86_400_000 ? null : draft;
  } catch {
    return null;
  }
}

export const readDraft = (): KeptDraft | null => parseDraft(localStorage.getItem(place), Date.now());
export const keepDraft = (draft: KeptDraft) => localStorage.setItem(place, JSON.stringify(draft));
export const dropDraft = () => localStorage.removeItem(place);
