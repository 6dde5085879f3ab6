import { z } from 'zod';
import { FETAL_DOSES, type FetalDose, type FetalExam, isBelowLimit } from '../library/tables/fetal-dose.ts';
import { scoreOf } from './score.ts';

const EXAMS = Object.keys(FETAL_DOSES) as [FetalExam, ...FetalExam[]];

/** The dose that an examination gives the fetus. */
export const imagingPregnancyScore = scoreOf(
  z.strictObject({ exam: z.enum(EXAMS) }),
  { exam: 'abdominal CT' },
  ({ exam }) => {
    const dose: FetalDose = FETAL_DOSES[exam];
    return { figures: { fetalDoseMGy: dose.mGy, band: dose.band, below50: isBelowLimit(dose) } };
  },
);
