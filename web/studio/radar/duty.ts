// Who is on duty, as it is typed: "Mon to Fri, 09:00 to 17:00".
import type { Duty } from './api';

export interface DutyDraft {
  account: string;
  days: boolean[];
  from: string;
  to: string;
  push: boolean;
  mail: boolean;
}

export const clockOf = (minutes: number): string => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** Minutes after midnight; null when it is no time. */
export function minutesOf(text: string): number | null {
  const found = /^(\d{1,2}):(\d{2})$/.exec(text.trim());
  if (!found) return null;
  const minutes = Number(found[1]) * 60 + Number(found[2]);
  return Number(found[2]) < 60 && minutes < 1440 ? minutes : null;
}

export const draftOfDuty = (duty: Duty): DutyDraft => ({
  account: duty.account_id,
  days: [1, 2, 3, 4, 5, 6, 7].map((day) => duty.days.includes(day)),
  from: clockOf(duty.from % 1440),
  to: clockOf(duty.to % 1440),
  push: duty.push,
  mail: duty.mail,
});

export const dutyOf = (draft: DutyDraft): Duty => ({
  account_id: draft.account,
  days: draft.days.flatMap((on, i) => (on ? [i + 1] : [])),
  from: minutesOf(draft.from) ?? 0,
  to: minutesOf(draft.to) ?? 0,
  push: draft.push,
  mail: draft.mail,
});
