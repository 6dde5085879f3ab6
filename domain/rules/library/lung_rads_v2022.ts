import type { Bilingual, Severity } from '../../../schemas/result.ts';
import { type Assessment, assessmentNeeds, newestAssessment } from '../assessments.ts';
import { diagnosesNeed, isDiagnosedSince } from '../diagnoses.ts';
import { arrangedAfter, examinedAfter, isPast } from '../examinations.ts';
import type { Facts } from '../facts.ts';
import { ORDERS, STUDIES } from '../imaging.ts';
import { conclude, type Rule } from '../rule.ts';

/** ACR Lung-RADS v2022: a nodule found by low-dose CT in lung cancer screening. Sizes are means of two axes in 0.1 mm. */
export type ScreenedNodule = {
  readonly type: 'solid' | 'part-solid' | 'ground-glass';
  /** `growing`: the mean diameter grew by more than 1.5 mm within 12 months. `stable`: at the follow-up that was due. */
  readonly status: 'baseline' | 'new' | 'growing' | 'stable' | 'slowly-growing' | 'new-or-growing-solid-component';
  readonly meanMm: number;
  /** The solid component of a part-solid nodule. */
  readonly solidMm: number | undefined;
};
export type LungRads = '0' | '1' | '2' | '3' | '4A' | '4B' | '4X';

/** The category, or undefined where the table has no row or the solid component is not known and decides. */
export function lungRads({ type, status, meanMm, solidMm }: ScreenedNodule): LungRads | undefined {
  const size = tenths(meanMm);
  if (type === 'ground-glass') return groundGlass(status, size);
  if (status === 'new-or-growing-solid-component')
    return type === 'part-solid' && solidMm !== undefined ? grownComponent(tenths(solidMm)) : undefined;
  if (status === 'slowly-growing') return undefined;
  const found = type === 'solid' ? solid(status, size) : partSolid(status, size, solidMm);
  return status === 'stable' && found !== undefined ? STEPPED[found] : found;
}

const tenths = (millimetres: number): number => Math.round(millimetres * 10) / 10;

/** Stepped management of v2022: what stayed as it was until the follow-up that was due goes one step down. */
const STEPPED: Readonly<Record<LungRads, LungRads>> = {
  '0': '0',
  '1': '1',
  '2': '2',
  '3': '2',
  '4A': '3',
  '4B': '4B',
  '4X': '4X',
};

function solid(status: ScreenedNodule['status'], size: number): LungRads {
  if (status === 'growing') return size < 8 ? '4A' : '4B';
  if (status === 'new') return size < 4 ? '2' : size < 6 ? '3' : size < 8 ? '4A' : '4B';
  return size < 6 ? '2' : size < 8 ? '3' : size < 15 ? '4A' : '4B';
}

const grownComponent = (solidMm: number): LungRads => (solidMm < 4 ? '4A' : '4B');

function partSolid(
  status: ScreenedNodule['status'],
  size: number,
  component: number | undefined,
): LungRads | undefined {
  const solidMm = component === undefined ? undefined : tenths(component);
  if (status === 'growing') return solidMm === undefined ? undefined : grownComponent(solidMm);
  if (status === 'new') {
    if (size < 6 && (solidMm ?? 0) < 4) return '3';
    return solidMm === undefined ? undefined : grownComponent(solidMm);
  }
  if (size < 6) return '2';
  if (solidMm === undefined) return undefined;
  return solidMm < 6 ? '3' : solidMm < 8 ? '4A' : '4B';
}

function groundGlass(status: ScreenedNodule['status'], size: number): LungRads | undefined {
  if (size < 30) return '2';
  if (status === 'baseline' || status === 'new') return '3';
  return status === 'stable' || status === 'slowly-growing' ? '2' : undefined;
}

export const LUNG_RADS_MANAGEMENT: Readonly<Record<LungRads, string>> = {
  '0': '1-3 month LDCT if inflammatory/infectious; else prior CT/additional imaging',
  '1': '12-month LDCT',
  '2': '12-month LDCT',
  '3': '6-month LDCT',
  '4A': '3-month LDCT; PET/CT may be considered if >=8 mm solid nodule or solid component',
  '4B': 'referral for further clinical evaluation; diagnostic chest CT, PET/CT, tissue sampling',
  '4X': 'as 4B',
};

type Told = {
  /** Months after the examination until the next one is due, with a month of grace before it counts as late. */
  readonly months: number;
  readonly severity: Severity;
  readonly summary: Bilingual;
  readonly action: Bilingual;
};

const REFER: Told = {
  months: 0,
  severity: 'warning',
  summary: { en: 'refer for further evaluation now', ru: 'нужно дообследование сейчас' },
  action: {
    en: 'Refer to a thoracic or oncology team: diagnostic CT, PET/CT, tissue sampling.',
    ru: 'Направьте к торакальному хирургу или онкологу: диагностическая КТ, ПЭТ/КТ, биопсия.',
  },
};
const lowDose = (months: number, severity: Severity): Told => ({
  months,
  severity,
  summary: { en: `low-dose CT in ${months} months`, ru: `низкодозная КТ через ${months} мес.` },
  action: {
    en: `Order low-dose CT ${months} months after the examination.`,
    ru: `Назначьте низкодозную КТ через ${months} мес. после исследования.`,
  },
});

/** 1 and 2 go on with yearly screening. */
const TOLD: Readonly<Partial<Record<string, Told>>> = {
  '0': lowDose(3, 'warning'),
  '3': lowDose(6, 'info'),
  '4A': lowDose(3, 'warning'),
  '4B': REFER,
  '4X': REFER,
};
const REFERRED = /онколог|торакал|пульмонолог|биопс|oncolog|thorac|biops/i;
/** Lung cancer, stated since: the category was answered. */
const DIAGNOSED = ['C34'];
const PENDING_MONTHS = 24;

function openCategory(facts: Facts): { assessment: Assessment; told: Told } | undefined {
  const assessment = newestAssessment(facts, 'lung-rads');
  const told = assessment && TOLD[assessment.category];
  if (!told || isPast(facts, assessment.when, PENDING_MONTHS)) return undefined;
  const after = (assessment.when?.latest ?? 0) + 12 * 3_600_000;
  const answered =
    examinedAfter(facts, after, 'chest', ['CT', 'PET']).length > 0 ||
    arrangedAfter(facts, assessment.when?.latest ?? 0, REFERRED) ||
    isDiagnosedSince(facts, DIAGNOSED, assessment.when);
  return answered ? undefined : { assessment, told };
}

export const lungRadsV2022Rule: Rule = {
  id: 'lung_rads_v2022',
  version: '1.0.1',
  title: { en: 'Lung-RADS: what is to follow', ru: 'Lung-RADS: что дальше' },
  population: { ageMonths: { min: 18 * 12 } },
  hooks: ['patient-view', 'appointment-book'],
  needs: [
    ...assessmentNeeds('lung-rads'),
    ORDERS,
    STUDIES,
    diagnosesNeed(...DIAGNOSED),
    { facet: 'Appointment', newest: 50 },
    { facet: 'Procedure', newest: 50 },
  ],
  sources: [
    {
      cite: 'ACR Lung-RADS v2022; Christensen J et al. Chest 2024;165:738–53',
      doi: '10.1016/j.chest.2023.10.028',
    },
  ],
  limits: [
    {
      en: 'The rows of v2022 are partly from memory (the text of v1.1 was read): read the table again before signing.',
      ru: 'Строки v2022 частично даны по памяти (прочитан текст v1.1): перечитать таблицу до подписания.',
    },
  ],
  form: 'GuidanceResponse',
  idle: (facts) =>
    openCategory(facts)
      ? undefined
      : { en: 'no Lung-RADS category waits for an answer', ru: 'нет категории Lung-RADS, ожидающей действий' },
  evaluate: (facts) => {
    const found = openCategory(facts);
    if (!found) return [];
    const { assessment, told } = found;
    const overdue = isPast(facts, assessment.when, told.months + 1);
    const late = overdue ? { en: ', overdue', ru: ', срок прошёл' } : { en: '', ru: '' };
    const { category } = assessment;
    return [
      conclude(lungRadsV2022Rule, {
        severity: overdue ? 'warning' : told.severity,
        summary: {
          en: `Lung-RADS ${category}: ${told.summary.en}${late.en}`,
          ru: `Lung-RADS ${category}: ${told.summary.ru}${late.ru}`,
        },
        detail: {
          en: 'No later CT of the chest, PET/CT or referral is in the chart.',
          ru: 'Более поздней КТ грудной клетки, ПЭТ/КТ или направления к специалисту в карте нет.',
        },
        action: told.action,
        score: { category, overdue },
        cited: [assessment.cited],
      }),
    ];
  },
};
