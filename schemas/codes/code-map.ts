import { z } from 'zod';
import { isAtc, isLoinc } from './check.ts';
import { codeKey, nameKey } from './text.ts';
import { readUcum, sameDimension } from './ucum.ts';

/** Maps that come with Oka (domain/codes/base); a clinic's map names them in `extends`. */
export const BASE_MAPS = ['oka:laboratory', 'oka:bedside', 'oka:medicines'] as const;

const Ucum = z.string().refine((code) => readUcum(code) !== undefined, 'a UCUM code, such as mmol/L');

/** A sent unit: what it is in UCUM, and the factor that turns the sent value into that. */
const UnitSpelling = z.strictObject({
  ucum: z.string({ error: 'the UCUM code that the factor leads to' }).pipe(Ucum),
  factor: z.number().positive().default(1),
});

const Target = z
  .strictObject({ system: z.string(), code: z.string(), display: z.string() })
  .refine(({ system, code }) => system !== 'http://loinc.org' || isLoinc(code), 'a LOINC code with its check digit')
  .refine(({ system, code }) => system !== 'http://www.whocc.no/atc' || isAtc(code), 'an ATC code, such as B01AA03');

/** A local code, its names and units as the clinic writes them → the term the chart uses. */
const CodeMapEntry = z
  .strictObject({
    kind: z.enum(['observation', 'medication', 'service']),
    /** As sent; compared by `codeKey`. */
    code: z.string().min(1).optional(),
    /** As sent; compared by `nameKey`, see `matchNames`. */
    name: z.string().min(1).optional(),
    /** Further spellings of the name; МНН, INN and trade names of a medicine. */
    otherNames: z.array(z.string().min(1)).default([]),
    /** What results are measured in; a unit that cannot be turned into it is said as unknown. */
    unit: Ucum.optional(),
    /** Unit spellings as sent, e.g. "ммоль/л", or UCUM codes that need a factor. */
    units: z.record(z.string(), UnitSpelling).default({}),
    /** `null`: the clinic knows that there is no code for it. It is kept as text, and not counted. */
    to: Target.nullable(),
  })
  .refine(({ code, name, otherNames }) => code ?? name ?? otherNames[0], 'a code or a name')
  .refine(
    ({ unit, units }) => Object.values(units).every(({ ucum }) => unit === undefined || sameDimension(ucum, unit)),
    'units that can be turned into `unit`',
  );
export type CodeMapEntry = z.infer<typeof CodeMapEntry>;

/** What of an entry must stand once in a map: its code, and each of its names. */
const keysOf = ({ kind, code, name, otherNames }: CodeMapEntry): string[] => [
  ...(code === undefined ? [] : [`${kind} code ${codeKey(code)}`]),
  ...new Set([name, ...otherNames].flatMap((one) => (one === undefined ? [] : [`${kind} name ${nameKey(one)}`]))),
];

/** A clinic's, or a sender's, translation of its own codes. The whole map is one version. */
export const CodeMap = z
  .strictObject({
    id: z.string().min(1),
    /** Raised with every change, digits as numbers (`2` < `10`, `2026.1` < `2026.2`): what is replayed then replaces what was. */
    version: z.string().regex(/^[0-9][0-9A-Za-z.-]*$/, 'a version that rises, such as 3 or 2026.1'),
    /** Where the pairs were taken from. */
    source: z.string().optional(),
    /** Maps of the region file or of Oka that this one goes on from; its own entries win, then the first named map. */
    extends: z.array(z.string()).default([]),
    /**
     * When a name decides. `without-code`: only where the sender gives no code. `always`: also under a code that the map
     * does not have; the clinic says by it that a name means one specimen and one analyte there. Medicines: always.
     */
    matchNames: z.enum(['without-code', 'always']).default('without-code'),
    entries: z.array(CodeMapEntry),
  })
  .superRefine(({ entries }, context) => {
    const places = new Map<string, number>();
    for (const [place, entry] of entries.entries())
      for (const key of keysOf(entry)) {
        const first = places.get(key);
        if (first === undefined) places.set(key, place);
        else
          context.addIssue({
            code: 'custom',
            path: ['entries', place],
            message: `${key} stands in entry ${first} too`,
          });
      }
  });
export type CodeMap = z.infer<typeof CodeMap>;

type Named = { readonly codeMap?: string | undefined };

/**
 * What is wrong between maps and those who name them: a map that does not exist, two of one name, a circle of `extends`.
 * Sentences for the person who wrote the region file; none: all is well.
 */
export function faultsBetween(maps: readonly CodeMap[], senders: readonly Named[]): string[] {
  const known = new Set<string>([...BASE_MAPS, ...maps.map(({ id }) => id)]);
  const named = [...maps.flatMap((map) => map.extends), ...senders.flatMap(({ codeMap }) => codeMap ?? [])];
  const twice = maps.filter(({ id }, place) => maps.findIndex((one) => one.id === id) !== place);
  return [
    ...maps.filter(({ id }) => id.startsWith('oka:')).map(({ id }) => `code map ${id}: names with oka: are Oka’s own`),
    ...twice.map(({ id }) => `code map ${id} stands twice`),
    ...[...new Set(named)].filter((id) => !known.has(id)).map((id) => `there is no code map ${id}`),
    ...[...new Set(maps.map(({ id }) => id))]
      .filter((id) => reaches(maps, id, id))
      .map((id) => `code map ${id} extends itself`),
  ];
}

/** Does a map, by what it extends, lead to `wanted`? */
function reaches(maps: readonly CodeMap[], from: string, wanted: string): boolean {
  const open = [from];
  const seen = new Set<string>();
  for (let id = open.pop(); id !== undefined; id = open.pop())
    for (const next of maps.find((map) => map.id === id)?.extends ?? []) {
      if (next === wanted) return true;
      if (!seen.has(next)) open.push(next);
      seen.add(next);
    }
  return false;
}
