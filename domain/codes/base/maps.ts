import { BASE_MAPS, type CodeMap } from '../../../schemas/codes/code-map.ts';
import { analyteEntry } from './analyte.ts';
import { BEDSIDE } from './bedside.ts';
import { CHEMISTRY } from './chemistry.ts';
import { COMMON } from './common.ts';
import { HAEMATOLOGY } from './haematology.ts';
import { INTERACTING } from './interacting.ts';
import { medicineEntry } from './medicine.ts';
import { PROTEINS } from './proteins.ts';

/** Raised with every change of a pair; a replay then maps again what had no code. */
const VERSION = '2026.1';
const LOINC_SOURCE = 'LOINC (loinc.org), names as Russian laboratories print them, units in UCUM (ucum.org)';

const ENTRIES: Readonly<Record<(typeof BASE_MAPS)[number], Pick<CodeMap, 'source' | 'entries'>>> = {
  'oka:laboratory': { source: LOINC_SOURCE, entries: [...CHEMISTRY, ...PROTEINS, ...HAEMATOLOGY].map(analyteEntry) },
  'oka:bedside': { source: LOINC_SOURCE, entries: BEDSIDE.map(analyteEntry) },
  'oka:medicines': {
    source: 'WHO ATC/DDD Index (whocc.no), names by INN and МНН with trade names of the Russian market',
    entries: [...COMMON, ...INTERACTING].map(medicineEntry),
  },
};

/** The maps that come with Oka, for clinics' maps to extend. No codes of senders stand in them, only names. */
export const BASE: readonly CodeMap[] = BASE_MAPS.map((id) => ({
  id,
  version: VERSION,
  extends: [],
  matchNames: 'without-code',
  ...ENTRIES[id],
}));
