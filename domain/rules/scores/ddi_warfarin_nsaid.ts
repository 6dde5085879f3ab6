import { z } from 'zod';
import { warfarinNsaidAdvice } from '../library/ddi_warfarin_nsaid.ts';
import { Flag } from './inputs.ts';
import { scoreOf } from './score.ts';

/** Warfarin with an NSAID, by what else is known. */
export const ddiWarfarinNsaidScore = scoreOf(
  z.strictObject({
    warfarin: z.literal(true),
    nsaid: z.string(),
    route: z.string(),
    age: z.number(),
    ppi: Flag.default(false),
    misoprostol: Flag.default(false),
    historyUGIB: Flag.default(false),
    systemicCorticosteroid: Flag.default(false),
    aldosteroneAntagonist: Flag.default(false),
    multipleNsaids: Flag.default(false),
  }),
  { warfarin: true, nsaid: 'naproxen', route: 'oral', age: 66 },
  (given) => {
    const recommendation = warfarinNsaidAdvice({
      local: ['topical', 'ophthalmic'].includes(given.route),
      gastroprotected: given.ppi || given.misoprostol,
      bleedingHistory: given.historyUGIB,
      over65: given.age > 65,
      corticosteroid: given.systemicCorticosteroid,
      aldosteroneAntagonist: given.aldosteroneAntagonist,
      severalNsaids: given.multipleNsaids,
    });
    return { figures: { recommendation: recommendation ?? 'unknown' } };
  },
);
