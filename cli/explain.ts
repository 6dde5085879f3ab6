import type { ExplainedValue, NotMapped } from '../domain/hl7/explain/explain.ts';

const WHY: Readonly<Record<NotMapped, string>> = {
  'segment-not-read': 'not mapped: nothing of this segment is',
  'field-not-read': 'not mapped: this field is not',
  'component-not-read': 'not mapped: this part of the field is not',
  'no-effect': 'looked at, without effect in this message',
  reading: 'tells how the message is read',
};

const PLACE = 16;
const NAME = 26;
const VALUE = 32;
/** Places that one line shows; --json has all of them. */
const SHOWN = 3;

const cell = (text: string, width: number): string =>
  text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);

/** Each value of a message with its way into FHIR, one line each; values of a segment that nobody reads in one line together. */
export function explainedLines(values: readonly ExplainedValue[]): string[] {
  const lines = [[cell('place', PLACE), cell('field', NAME), cell('sent', VALUE), 'goes to'].join(' ')];
  for (const [place, value] of values.entries()) {
    const segment = segmentOf(value);
    const unread = value.notMapped === 'segment-not-read';
    if (unread && place > 0 && segmentOf(values[place - 1]) === segment) continue;
    const shown = unread ? { place: segment, name: '', value: '' } : value;
    lines.push(
      [cell(shown.place, PLACE), cell(shown.name ?? '', NAME), cell(oneLine(shown.value), VALUE), wayOf(value)].join(
        ' ',
      ),
    );
  }
  return lines;
}

const segmentOf = (value: ExplainedValue | undefined): string => value?.place.split('-')[0] ?? '';
const oneLine = (value: string): string => value.replace(/\s+/g, ' ');

function wayOf({ paths, namesResources, notMapped }: ExplainedValue): string {
  if (notMapped !== undefined) return `– ${WHY[notMapped]}`;
  const places = together(paths);
  const more = places.length > SHOWN ? ` and ${places.length - SHOWN} more` : '';
  const shown = places.slice(0, SHOWN).join(', ');
  return `${namesResources ? 'part of the id; ' : ''}${shown}${more}`.replace(/; $/, '');
}

/** `Patient[1].name[1].family`, `Patient[1].name[1].text` → `Patient.name.{family,text}`: firsts are not numbered. */
function together(paths: readonly string[]): string[] {
  const whole = paths.map((path) => path.replace(/ of [A-Z]\w*\[\d+\]$| of what is withdrawn$/, ''));
  const short = [...new Set(whole)].map((path) => path.replaceAll('[1]', ''));
  const byParent = Map.groupBy(short, (path) => path.slice(0, Math.max(path.lastIndexOf('.'), 0)));
  return [...byParent].flatMap(([parent, of]) => {
    const names = of.map((path) => path.slice(parent.length + (parent === '' ? 0 : 1)));
    return parent === '' || names.length === 1 ? of : [`${parent}.{${names.join(',')}}`];
  });
}
