// In which size, language and engine a journey runs: once each, rotated over the journeys; all of them with PLAZA_TEST_ALL=1.
import { postgres, wholeMatrix } from './shop.mjs';

export const sizes = {
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
  desk: { viewport: { width: 1440, height: 900 } },
};

const all = [];
for (const size of ['phone', 'desk']) {
  for (const locale of ['en', 'vi']) {
    for (const engine of postgres ? ['sqlite', 'postgres'] : ['sqlite']) all.push({ size, locale, engine });
  }
}

// `turn` is the journey's place in the rotation.
export function combinations(turn) {
  if (wholeMatrix) return all;
  return [{
    size: turn % 2 ? 'desk' : 'phone',
    locale: (turn >> 1) % 2 ? 'vi' : 'en',
    engine: postgres && (turn + (turn >> 1)) % 2 ? 'postgres' : 'sqlite',
  }];
}
export const engines = postgres ? ['sqlite', 'postgres'] : ['sqlite'];
export const nameOf = ({ size, locale, engine }) => `${size}, ${locale}, ${engine}`;
