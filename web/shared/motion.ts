// Whether things may move by themselves. Read each time: the setting can change while one looks.
export const movesLess = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

export const scrollMotion = (): ScrollBehavior => (movesLess() ? 'instant' : 'smooth');
