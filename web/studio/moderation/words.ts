// Moderation in words.
import { hasWords, t } from '$shared/i18n/index.svelte';
import type { Case, Decision, Finding, LogLine } from './api';

export const tones = { visible: 'plain', held: 'warn', removed: 'bad' } as const;

export const reasonWord = (reason: string): string => (hasWords(`moderation_reason.${reason}`) ? t(`moderation_reason.${reason}`) : reason);

export const findingWords = (finding: Finding): string => (finding.because ? `${reasonWord(finding.reason)}: ${finding.because}` : reasonWord(finding.reason));

/** Why it stands in the queue, in a line. */
export function why(item: Case): string {
  if (item.reports > 0) return t('moderation_reported_by', { count: String(item.reports) });
  const first = item.findings[0];
  return first ? findingWords(first) : t('moderation_found_by.staff');
}

/** What was decided, in a line: "Removed · writing suspended". */
export function decisionWords(decision: Pick<Decision | LogLine, 'action' | 'measure'>): string {
  const measure = decision.measure === 'none' ? '' : ` · ${t(`moderation_measure_done.${decision.measure}`)}`;
  return t(`moderation_done.${decision.action}`) + measure;
}
