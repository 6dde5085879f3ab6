import type { Clinic } from '../../schemas/region.ts';
import type { Bilingual } from '../../schemas/result.ts';
import type { Region } from '../region.ts';
import { criticalAnalytes, type NeededAnalyte, otherAnalytes } from './critical.ts';
import { type CodeOfSender, type CodesOfClinic, isMappedNow, mapOfSender } from './known.ts';
import { likelyLoinc } from './laboratory.ts';

/**
 * `red`: a critical rule does not see what this clinic's laboratories send. `amber`: something is not mapped, or has not come yet.
 * `green`: every critical analyte has come coded. `unknown`: no result of a laboratory has come from it, so nobody can say.
 */
export type HealthState = 'red' | 'amber' | 'green' | 'unknown';
export type HealthReason = {
  readonly level: 'red' | 'amber';
  readonly sender: string;
  /** The LOINC codes of the analyte that is meant, where one is. */
  readonly loinc: readonly string[];
  readonly sentence: Bilingual;
};
export type ClinicHealth = {
  readonly state: HealthState;
  readonly sentence: Bilingual;
  readonly reasons: readonly HealthReason[];
};

const SENTENCES: Readonly<Record<HealthState, Bilingual>> = {
  red: { en: 'critical rules do not work here', ru: 'критические правила здесь не работают' },
  amber: { en: 'some codes of this clinic are not understood', ru: 'часть кодов этой клиники не распознаётся' },
  green: { en: 'critical analytes arrive coded', ru: 'критические показатели приходят закодированными' },
  unknown: {
    en: 'no results of a laboratory have come from this clinic: nobody can say',
    ru: 'результатов лаборатории от этой клиники не было: сказать нельзя',
  },
};

/** Whether the rules can see what a clinic's laboratories send. Pure: from the registry and what has come so far. */
export function clinicHealth(region: Region, clinic: Clinic, codes: CodesOfClinic): ClinicHealth {
  const critical = criticalAnalytes(region);
  const reasons = codes.laboratories.flatMap((sender) => reasonsOf(sender, critical, { region, clinic, codes }));
  const state = stateOf(codes, critical, reasons);
  return { state, sentence: SENTENCES[state], reasons };
}

function stateOf(
  { laboratories }: CodesOfClinic,
  critical: readonly NeededAnalyte[],
  reasons: readonly HealthReason[],
): HealthState {
  if (reasons.some(({ level }) => level === 'red')) return 'red';
  // Where the region has switched no critical rule on, there is nothing to see, and nothing to call green.
  if (laboratories.length === 0 || critical.length === 0) return 'unknown';
  return reasons.length > 0 ? 'amber' : 'green';
}

type Seen = { readonly region: Region; readonly clinic: Clinic; readonly codes: CodesOfClinic };

function reasonsOf(
  sender: string,
  critical: readonly NeededAnalyte[],
  { region, clinic, codes }: Seen,
): HealthReason[] {
  const map = mapOfSender(region, clinic, sender);
  const unmapped = codes.unmapped.filter((one) => one.sender === sender && !isMappedNow(one, map));
  const came = new Set(codes.loinc.filter((one) => one.sender === sender).map(({ code }) => code));
  const missing = critical
    .filter(({ loinc }) => !loinc.some((code) => came.has(code)))
    .map((analyte) =>
      missingReason(
        sender,
        analyte,
        analyte.loinc.some((code) => map?.ofLoinc(code) !== undefined),
      ),
    );
  const named = [
    ...critical.flatMap((analyte) =>
      unmapped.filter((one) => means(one, analyte)).map(lostReason(sender, analyte, 'red')),
    ),
    ...otherAnalytes(region).flatMap((analyte) =>
      unmapped.filter((one) => means(one, analyte)).map(lostReason(sender, analyte, 'amber')),
    ),
  ];
  return [...missing, ...named, ...restReason(sender, unmapped.length - named.length)];
}

const missingReason = (sender: string, { title, loinc }: NeededAnalyte, mapped: boolean): HealthReason => ({
  level: mapped ? 'amber' : 'red',
  sender,
  loinc,
  sentence: mapped
    ? {
        en: `${title.en}: the code map leads to it, but none has come from ${sender} yet`,
        ru: `${title.ru}: карта кодов к нему ведёт, но от ${sender} он ещё не приходил`,
      }
    : {
        en: `${title.en}: no code or name of ${sender} leads to it`,
        ru: `${title.ru}: к нему не ведёт ни один код и ни одно название от ${sender}`,
      },
});

const lostReason =
  (sender: string, { title, loinc }: NeededAnalyte, level: HealthReason['level']) =>
  ({ kind, code, name }: CodeOfSender): HealthReason => {
    const shown = name === undefined ? `“${code}”` : `“${code}” (${name})`;
    return {
      level,
      sender,
      loinc,
      sentence:
        kind === 'unit'
          ? {
              en: `${title.en}: the unit ${shown} of ${sender} is not understood`,
              ru: `${title.ru}: единица ${shown} от ${sender} не распознаётся`,
            }
          : {
              en: `${title.en}: ${sender} sends it as ${shown}, which is not mapped`,
              ru: `${title.ru}: ${sender} передаёт его как ${shown}, в карте этого нет`,
            },
    };
  };

function restReason(sender: string, count: number): HealthReason[] {
  if (count <= 0) return [];
  const en = `${count} other codes, names or units of ${sender} are not mapped and stay as text`;
  const ru = `ещё не сопоставлены коды, названия или единицы от ${sender} (${count}): они остаются текстом`;
  return [{ level: 'amber', sender, loinc: [], sentence: { en, ru } }];
}

/** Is this most likely the analyte? A code by what it is called, a unit by the code it came with. For a warning, never for a map. */
function means({ kind, code, name, of }: CodeOfSender, { loinc }: NeededAnalyte): boolean {
  if (kind === 'unit') return of !== undefined && loinc.includes(of);
  if (kind !== 'observation') return false;
  return [code, name].some((one) => one !== undefined && loinc.includes(likelyLoinc(one) ?? ''));
}
