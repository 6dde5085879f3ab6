/** The newest receipt of a picture, or undefined where none is known. */
export const lastReceipt = (receipts: readonly string[]): string | undefined => [...receipts].sort().at(-1);

/**
 * Whether `seconds` went by after some picture without another one: between two receipts, or since the last one by the
 * time until which the region has waited. Once closed it stays closed: a picture that comes days later is added to what
 * was said and does not silence it.
 */
export function closedAfter(receipts: readonly string[], seconds: number, passed: string | undefined): boolean {
  const times = [...new Set(receipts)].map((one) => Date.parse(one)).sort((a, b) => a - b);
  const ends = [...times.slice(1), passed === undefined ? Number.NEGATIVE_INFINITY : Date.parse(passed)];
  return times.some((time, place) => (ends[place] ?? Number.NEGATIVE_INFINITY) - time >= seconds * 1000);
}
