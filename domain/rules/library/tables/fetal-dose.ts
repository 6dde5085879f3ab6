import type { Bilingual } from '../../../../schemas/result.ts';

/** What a dose to the fetus means: the bands of ACOG Committee Opinion 723 (2017), table 2. */
export type DoseBand = 'very-low' | 'very-low-to-low' | 'low-to-moderate' | 'higher';
export type FetalDose = {
  /** Range over publications, mGy. */
  readonly mGy: readonly [from: number, to: number];
  readonly band: DoseBand;
  readonly title: Bilingual;
};

const dose = (from: number, to: number, band: DoseBand, en: string, ru: string): FetalDose => ({
  mGy: [from, to],
  band,
  title: { en, ru },
});

/** No anomalies, growth restriction or loss were reported below this dose, mGy. */
export const FETAL_LIMIT_MGY = 50;

/** ACOG 723, table 2. All but the chest X-ray are given from memory and wait for a second reading. */
export const FETAL_DOSES = {
  'chest radiography two views': dose(0.0005, 0.01, 'very-low', 'chest X-ray', 'рентгенография грудной клетки'),
  'cervical spine radiography': dose(0, 0.001, 'very-low', 'cervical spine X-ray', 'рентгенография шейного отдела'),
  'extremity radiography': dose(0, 0.001, 'very-low', 'X-ray of a limb', 'рентгенография конечности'),
  'mammography two views': dose(0.001, 0.01, 'very-low', 'mammography', 'маммография'),
  'CT head or neck': dose(0.001, 0.01, 'very-low-to-low', 'CT of head or neck', 'КТ головы или шеи'),
  'CT chest / CTPA': dose(0.01, 0.66, 'low-to-moderate', 'CT of the chest', 'КТ грудной клетки'),
  'abdominal radiography': dose(0.1, 3, 'low-to-moderate', 'abdominal X-ray', 'рентгенография живота'),
  'lumbar spine radiography': dose(1, 10, 'low-to-moderate', 'lumbar spine X-ray', 'рентгенография поясничного отдела'),
  'intravenous pyelography': dose(5, 10, 'low-to-moderate', 'intravenous pyelography', 'экскреторная урография'),
  'double-contrast barium enema': dose(1, 20, 'low-to-moderate', 'barium enema', 'ирригоскопия'),
  'limited CT pelvimetry': dose(0, 1, 'low-to-moderate', 'CT pelvimetry', 'КТ-пельвиметрия'),
  'V/Q scintigraphy': dose(0.1, 0.8, 'low-to-moderate', 'lung scintigraphy', 'сцинтиграфия лёгких'),
  'abdominal CT': dose(1.3, 35, 'higher', 'abdominal CT', 'КТ живота'),
  'pelvic CT': dose(10, 50, 'higher', 'pelvic CT', 'КТ таза'),
  'PET/CT': dose(10, 50, 'higher', 'PET/CT', 'ПЭТ/КТ'),
} as const satisfies Record<string, FetalDose>;
export type FetalExam = keyof typeof FETAL_DOSES;

/** Reaches 50 mGy in no publication, or touches it in one and passes it in none (ACOG: pelvic CT up to 50). */
export const isBelowLimit = ({ mGy: [, most] }: FetalDose): boolean => most <= FETAL_LIMIT_MGY;
