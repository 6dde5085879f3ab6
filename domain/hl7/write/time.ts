const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'longOffset',
    });
    formatters.set(zone, formatter);
  }
  return formatter;
}

/**
 * An instant as HL7 DTM to the second on the clock of `zone`, with its offset: `20260110151500+0500` (HL7 v2.5.1
 * ch. 2.A.22). Receivers that know no offsets read the local time they expect.
 */
export function writeTime(instant: string, zone: string): string {
  const second = Math.floor(Date.parse(instant) / 1000);
  if (last.second !== second || last.zone !== zone) last = { second, zone, written: formatted(instant, zone) };
  return last.written;
}

/** A busy door writes thousands of answers in one second, and formatting is a sixth of the work of an answer. */
let last = { second: Number.NaN, zone: '', written: '' };

function formatted(instant: string, zone: string): string {
  const parts = new Map(
    formatterOf(zone)
      .formatToParts(new Date(instant))
      .map(({ type, value }) => [type, value]),
  );
  const clock = ['year', 'month', 'day', 'hour', 'minute', 'second'].map((name) => parts.get(name as 'year') ?? '');
  const [, sign = '+', hours = '00', minutes = '00'] =
    /GMT([+-])(\d\d):(\d\d)/.exec(parts.get('timeZoneName') ?? '') ?? [];
  return `${clock.join('')}${sign}${hours}${minutes}`;
}
