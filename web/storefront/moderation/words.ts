// A reason, with what it was found in.
import { hasWords, t } from '$shared/i18n/index.svelte';
import type { Finding } from './api';

export const reasonWord = (reason: string) => (hasWords(`why_reason.${reason}`) ? t(`why_reason.${reason}`) : reason);
/** What the owner of a piece found is said in the reader's language; a rule is quoted as it stands. */
export function findingWords(finding: Finding): string {
  const known = finding.because.replaceAll(' ', '_').replaceAll(',', '');
  if (hasWords(`found.${known}`)) return t(`found.${known}`);
  return finding.because ? `${reasonWord(finding.reason)}: ${finding.because}` : reasonWord(finding.reason);
}
