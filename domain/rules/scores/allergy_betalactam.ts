import { z } from 'zod';
import { allergyAlert } from '../library/allergy_betalactam.ts';
import { betaLactamByName } from '../library/tables/betalactams.ts';
import { scoreOf } from './score.ts';

/** What an allergy to one beta-lactam means for another, by INN. */
export const allergyBetalactamScore = scoreOf(
  z.strictObject({ allergy: z.string().min(1), drug: z.string().min(1) }),
  { allergy: 'amoxicillin', drug: 'cefalexin' },
  ({ allergy, drug }) => ({
    figures: { alert: allergyAlert(betaLactamByName(allergy), betaLactamByName(drug)) },
  }),
);
