// A group as it is typed, and what is sent of it.
import type { GroupView, GroupWriting, SubjectKind, Visibility } from '$shared/api/community';
import { w } from './words';

export interface GroupDraft {
  name: string;
  about: string;
  rules: string;
  visibility: Visibility;
  subject: SubjectKind;
  ref: string;
  tags: string;
  archived: boolean;
}

export const blank = (): GroupDraft => ({ name: '', about: '', rules: '', visibility: 'public', subject: 'interest', ref: '', tags: '', archived: false });

export const draftOf = (group: GroupView): GroupDraft => ({
  name: group.name,
  about: group.about,
  rules: group.rules,
  visibility: group.visibility,
  subject: group.subject?.kind ?? 'interest',
  ref: group.subject?.ref ?? '',
  tags: group.tags.join(', '),
  archived: group.archived,
});

export function checked(draft: GroupDraft, fresh = false): Record<string, string> {
  const wrong: Record<string, string> = {};
  if (draft.name.trim().length < 3) wrong.name = w('name_short');
  if (fresh && !draft.ref.trim()) wrong.subject = w('ref_needed');
  return wrong;
}

export const tagsOf = (text: string): string[] => text.split(',').map((each) => each.trim().replace(/^#/, '')).filter(Boolean);

export function wishOf(draft: GroupDraft): GroupWriting {
  const ref = draft.ref.trim().replace(/^[@#]/, '');
  return {
    name: draft.name.trim(),
    about: draft.about.trim(),
    rules: draft.rules.trim(),
    visibility: draft.visibility,
    tags: tagsOf(draft.tags),
    ...(ref ? { subject: { kind: draft.subject, ref } } : {}),
  };
}

/** Only what was changed is sent. */
export function changeOf(draft: GroupDraft, changed: (keyof GroupDraft)[]): Partial<GroupWriting> {
  const whole: Partial<GroupWriting> = { ...wishOf(draft), archived: draft.archived };
  delete whole.subject;
  return Object.fromEntries(Object.entries(whole).filter(([field]) => changed.includes(field as keyof GroupDraft)));
}
