// Times of a drop are the shop's: a wrong clock on this device must not open a door early.
export type Unit = 'day' | 'hour' | 'minute' | 'second';

/** How far the shop's clock is ahead of this device's, in milliseconds. */
export const aheadOf = (shopNow: string, deviceNow: number): number => new Date(shopNow).getTime() - deviceNow;

export const secondsUntil = (at: string | null, deviceNow: number, ahead: number): number =>
  at === null ? 0 : Math.max(0, Math.ceil((new Date(at).getTime() - (deviceNow + ahead)) / 1000));

/** Seconds to the parts of a countdown: days only when there are some. */
export function partsOf(seconds: number): { unit: Unit; value: number }[] {
  const days = Math.floor(seconds / 86_400);
  const rest: { unit: Unit; value: number }[] = [
    { unit: 'hour', value: Math.floor(seconds / 3_600) % 24 },
    { unit: 'minute', value: Math.floor(seconds / 60) % 60 },
    { unit: 'second', value: seconds % 60 },
  ];
  return days > 0 ? [{ unit: 'day', value: days }, ...rest.slice(0, 3)] : rest;
}

/** An estimate is told no more exactly than it is known: whole minutes, then fives, then quarters of an hour. */
export function roughMinutes(seconds: number): number {
  const minutes = seconds / 60;
  if (minutes < 1) return 0;
  if (minutes <= 10) return Math.ceil(minutes);
  if (minutes <= 45) return Math.ceil(minutes / 5) * 5;
  return Math.ceil(minutes / 15) * 15;
}
