/** Minutes by which a zone's clocks stand before UTC at an instant. */
function offsetMinutes(ms: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  }).formatToParts(ms);
  const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  const shown = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'));
  return Math.round((shown - Math.floor(ms / 60_000) * 60_000) / 60_000);
}

/**
 * The instant of a time on a clinic's clocks, as `<input type="datetime-local">` gives it (`2026-03-02T08:00`); undefined for
 * what is no time. In the hour that a change of clocks leaves out, the hour after it.
 */
export function instantIn(local: string, zone: string): string | undefined {
  const asUtc = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(local) ? Date.parse(`${local.slice(0, 16)}:00Z`) : Number.NaN;
  if (Number.isNaN(asUtc)) return undefined;
  const first = asUtc - offsetMinutes(asUtc, zone) * 60_000;
  return new Date(asUtc - offsetMinutes(first, zone) * 60_000).toISOString();
}

/** An instant as a time on a clinic's clocks, for `<input type="datetime-local">`. */
export const localIn = (at: Date, zone: string): string =>
  new Date(at.getTime() + offsetMinutes(at.getTime(), zone) * 60_000).toISOString().slice(0, 16);

/** Noon and midnight of seven days from `at` on, on a clinic's clocks: enough to see whose a day and a night are. */
export function week(
  at: Date,
  zone: string,
): readonly { readonly day: string; readonly noon: string; readonly night: string }[] {
  const today = localIn(at, zone).slice(0, 10);
  return Array.from({ length: 7 }, (_, days) => {
    const day = new Date(Date.parse(`${today}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
    const after = new Date(Date.parse(`${day}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
    return { day, noon: instantIn(`${day}T12:00`, zone) ?? '', night: instantIn(`${after}T00:00`, zone) ?? '' };
  });
}
