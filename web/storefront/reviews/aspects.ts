// The words of an aspect in the reader's language.
import type { ReviewAspect } from '$shared/api/reviews';
import { currentLocale } from '$shared/i18n/index.svelte';

const either = (english: string, vietnamese: string) => (currentLocale() === 'vi' && vietnamese ? vietnamese : english);
export const labelOf = (aspect: ReviewAspect) => either(aspect.label, aspect.label_vi);
export const lowOf = (aspect: ReviewAspect) => (aspect.kind === 'scale' ? either(aspect.low, aspect.low_vi) : '');
export const highOf = (aspect: ReviewAspect) => (aspect.kind === 'scale' ? either(aspect.high, aspect.high_vi) : '');
