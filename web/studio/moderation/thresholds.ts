// Thresholds by expected precision are lines of the rules: "hold toxicity above 0.9".
import type { Classifier } from './api';

export const precisions = ['0.98', '0.95', '0.9', '0.8', '0.7'] as const;

const lineOf = (score: string) => new RegExp(`^[ \\t]*(hold|refuse)[ \\t]+${score}[ \\t]+above[ \\t]+([0-9.]+)[ \\t]*(because[ \\t]+[a-z_]+)?[ \\t]*$`, 'm');

/** The threshold that the rules have for all kinds and everybody; empty: none. */
export function thresholdIn(rules: string, score: string): string {
  return lineOf(score).exec(rules)?.[2] ?? '';
}

/** The rules with another threshold; empty: without. Other lines stay as they are. */
export function withThreshold(rules: string, score: string, above: string): string {
  const reason = score === 'spam' ? 'spam' : 'abuse';
  const line = above ? `hold ${score} above ${above} because ${reason}` : '';
  const known = lineOf(score);
  if (known.test(rules)) return line ? rules.replace(known, line) : rules.replace(known, '').replace(/\n{2,}$/, '\n');
  if (!line) return rules;
  return rules === '' || rules.endsWith('\n') ? `${rules}${line}\n` : `${rules}\n${line}\n`;
}

/** What of all that was removed for it a threshold finds, and how many texts that were; nothing: none scores so high. */
export function foundAbove(classifier: Classifier, above: number): { share: number; found: number } | null {
  const step = classifier.steps.find((each) => each.precision > above);
  return step ? { share: step.share, found: step.found } : null;
}
