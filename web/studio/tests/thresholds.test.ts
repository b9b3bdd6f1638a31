import { describe, expect, it } from 'vitest';
import { foundAbove, thresholdIn, withThreshold } from '../moderation/thresholds';
import type { Classifier } from '../moderation/api';

const rules = '# ours\nhold links from new members\nhold toxicity above 0.8 because abuse\nhold spam above 0.9 in reviews because spam\n';

describe('thresholds', () => {
  it('are lines of the rules for everything', () => {
    expect(thresholdIn(rules, 'toxicity')).toBe('0.8');
    expect(thresholdIn(rules, 'spam')).toBe(''); // that one is for reviews alone
  });
  it('are changed, added and taken away, and leave other lines as they are', () => {
    expect(withThreshold(rules, 'toxicity', '0.95')).toBe(rules.replace('0.8', '0.95'));
    expect(withThreshold(rules, 'spam', '0.7')).toBe(`${rules}hold spam above 0.7 because spam\n`);
    expect(withThreshold('hold words x', 'toxicity', '0.9')).toBe('hold words x\nhold toxicity above 0.9 because abuse\n');
    const without = withThreshold(rules, 'toxicity', '');
    expect(without).not.toContain('toxicity');
    expect(without).toContain('hold spam above 0.9 in reviews because spam');
    expect(withThreshold(rules, 'spam', '')).toBe(rules);
  });
  it('tell what they would have found', () => {
    const classifier = { steps: [{ precision: 0.6, share: 1, found: 10 }, { precision: 0.92, share: 0.5, found: 4 }] } as Classifier;
    expect(foundAbove(classifier, 0.9)).toEqual({ share: 0.5, found: 4 });
    expect(foundAbove(classifier, 0.5)?.share).toBe(1);
    expect(foundAbove(classifier, 0.95)).toBeNull();
  });
});
