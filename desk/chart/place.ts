import type { TimelineKind } from '../../schemas/api/desk-chart.ts';

/** What of a chart is asked for: kinds that are wanted (none: all), and the place from which on it is older. */
export type Place = { readonly kinds: readonly TimelineKind[]; readonly before?: string | undefined };

/** Path of the API for one page of the timeline. */
export function chartPath(record: string, { kinds, before }: Place): string {
  const query = new URLSearchParams();
  if (kinds.length > 0) query.set('kinds', [...kinds].sort().join(','));
  if (before !== undefined) query.set('before', before);
  const asked = query.toString();
  return `/desk-api/chart/${encodeURIComponent(record)}${asked === '' ? '' : `?${asked}`}`;
}

/** A day as a heading: the calendar day in the words of the source, for its own clock says which day it was. */
export const dayOf = (at: string | undefined): string => (at === undefined ? '' : at.slice(0, 10));

/** Lines of the timeline by day, in the order in which they came; those without a date together. */
export function byDay<Line extends { readonly at?: string | undefined }>(
  lines: readonly Line[],
): readonly { readonly day: string; readonly lines: readonly Line[] }[] {
  const days: { day: string; lines: Line[] }[] = [];
  for (const line of lines) {
    const day = dayOf(line.at);
    const last = days.at(-1);
    if (last?.day === day) last.lines.push(line);
    else days.push({ day, lines: [line] });
  }
  return days;
}
