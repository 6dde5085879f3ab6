import { nameKey } from '../../schemas/codes/text.ts';
import type { Sender } from '../../schemas/region.ts';
import { BASE } from './base/maps.ts';
import type { SeenCodes } from './log.ts';

const entriesOf = (id: string) => BASE.find((map) => map.id === id)?.entries ?? [];

/** Names under which Oka's own maps know an analyte. */
const NAMES: ReadonlyMap<string, string> = new Map(
  BASE.flatMap(({ entries }) => entries).flatMap(({ kind, to, name, otherNames }) =>
    [name, ...otherNames].flatMap((one) =>
      kind !== 'observation' || one === undefined || to === null ? [] : [[nameKey(one), to.code] as const],
    ),
  ),
);

/** The LOINC code of what is most likely called so. For warnings alone: a map is asked by the map, not by this. */
export const likelyLoinc = (name: string): string | undefined => NAMES.get(nameKey(name));

/** Analytes that only a laboratory measures. */
const ANALYTES: ReadonlySet<string> = new Set(entriesOf('oka:laboratory').flatMap(({ to }) => to?.code ?? []));

/**
 * Were results of a laboratory among these observations? From a laboratory's system all are; others send what is measured
 * at the bedside as well, so there only an analyte that needs a laboratory tells, by its LOINC code or its name.
 */
export function areOfLaboratory({ role }: Pick<Sender, 'role'>, { loinc, unmapped }: SeenCodes): boolean {
  const unknown = unmapped.filter(({ kind }) => kind === 'observation');
  if (role === 'lis') return loinc.length + unknown.length > 0;
  const named = unknown
    .flatMap(({ code, name }) => [code, name])
    .flatMap((one) => (one ? (likelyLoinc(one) ?? []) : []));
  return [...loinc, ...named].some((code) => ANALYTES.has(code));
}
