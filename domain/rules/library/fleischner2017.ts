import type { Bilingual } from '../../../schemas/result.ts';
import { diagnosesNeed, diagnosesOf } from '../diagnoses.ts';
import { examinedAfter, isOfLast } from '../examinations.ts';
import type { Facts } from '../facts.ts';
import { ORDERS, STUDIES } from '../imaging.ts';
import { imagingOrdersOf } from '../imaging-orders.ts';
import { medicinesNeed, medicinesOf } from '../medicines.ts';
import { conclude, notComputable, type Rule } from '../rule.ts';
import { type DescribedNodule, NODULES, nodulesOf } from './tables/nodules.ts';

/**
 * Fleischner Society 2017 (MacMahon, Radiology 284:228, summary table): incidental pulmonary nodules on CT of a person of
 * 35 years or more without known cancer or immunosuppression, outside lung cancer screening.
 */
export type NoduleType = 'solid' | 'ground-glass' | 'part-solid' | 'subsolid';
export type Nodule = {
  /** `subsolid`: ground-glass or part-solid, as the table's rows for several nodules have it. */
  readonly type: NoduleType;
  readonly number: 'single' | 'multiple';
  /** Risk factors of the person; asked of solid nodules only. */
  readonly risk: 'low' | 'high' | undefined;
  /** Mean of the long and the short axis of the (most suspicious) nodule. */
  readonly sizeMm: number;
};

/** An interval in months, both ends included. */
export type Months = readonly [from: number, to: number];
export type NodulePlan = {
  readonly action: 'no routine follow-up' | 'optional CT' | 'CT' | 'consider CT at 3 months, PET/CT or tissue sampling';
  readonly firstMonths?: Months;
  readonly secondMonths?: Months;
  /** The second examination is to be considered, not a must. */
  readonly secondOptional?: boolean;
  readonly extra?:
    | 'if unchanged and solid component <6 mm, annual CT for 5 years; persistent solid component >=6 mm highly suspicious'
    | 'to confirm persistence, then CT every 2 years until 5 years'
    | 'if stable consider CT at 2 and 4 years'
    | 'subsequent management based on the most suspicious nodule(s)';
};

export const FLEISCHNER_AGE_YEARS = 35;
export type SizeBand = '<6' | '6-8' | '>8';

/** Sizes are rounded to whole millimetres before they are compared: 5.4 mm is below 6, 8.4 mm is not above 8. */
export function sizeBandOf(sizeMm: number): SizeBand {
  const millimetres = Math.round(sizeMm);
  return millimetres < 6 ? '<6' : millimetres <= 8 ? '6-8' : '>8';
}

const NONE: NodulePlan = { action: 'no routine follow-up' };
const OPTIONAL: NodulePlan = { action: 'optional CT', firstMonths: [12, 12] };
const SAMPLING: NodulePlan = {
  action: 'consider CT at 3 months, PET/CT or tissue sampling',
  firstMonths: [3, 3],
};
const twice = (firstMonths: Months, secondOptional: boolean): NodulePlan => ({
  action: 'CT',
  firstMonths,
  secondMonths: [18, 24],
  secondOptional,
});

/** The row of the table, or undefined where what is not known (risk, kind of a subsolid nodule) decides between rows. */
export function fleischner({ type, number, risk, sizeMm }: Nodule): NodulePlan | undefined {
  const band = sizeBandOf(sizeMm);
  if (type === 'solid') {
    if (band === '>8' && number === 'single') return SAMPLING;
    if (risk === undefined) return undefined;
    if (band === '<6') return risk === 'low' ? NONE : OPTIONAL;
    return twice(number === 'single' ? [6, 12] : [3, 6], risk === 'low');
  }
  if (number === 'multiple')
    return band === '<6'
      ? { action: 'CT', firstMonths: [3, 6], secondOptional: true, extra: 'if stable consider CT at 2 and 4 years' }
      : {
          action: 'CT',
          firstMonths: [3, 6],
          secondOptional: false,
          extra: 'subsequent management based on the most suspicious nodule(s)',
        };
  if (band === '<6') return NONE;
  if (type === 'subsolid') return undefined;
  return type === 'ground-glass'
    ? {
        action: 'CT',
        firstMonths: [6, 12],
        secondOptional: false,
        extra: 'to confirm persistence, then CT every 2 years until 5 years',
      }
    : {
        action: 'CT',
        firstMonths: [3, 6],
        secondOptional: false,
        extra:
          'if unchanged and solid component <6 mm, annual CT for 5 years; persistent solid component >=6 mm highly suspicious',
      };
}

/** Any cancer but of the skin; defects of immunity, HIV, transplants (ICD-10). Immunosuppressants by ATC. */
const CANCER = [...Array(98).keys()]
  .map((number) => `C${String(number).padStart(2, '0')}`)
  .filter((code) => code !== 'C44');
const IMMUNE = ['D80', 'D81', 'D82', 'D83', 'D84', 'B20', 'B21', 'B22', 'B23', 'B24', 'Z94'];
const IMMUNOSUPPRESSANTS = ['L04A'];
/** Smoking, emphysema and COPD, pulmonary fibrosis, lung cancer in the family: high risk (MacMahon 2017, risk factors). */
const HIGH_RISK = ['F17', 'Z72.0', 'J43', 'J44', 'J84.1', 'Z80.1'];
const SCREENING = /скрининг|нднкт|ндкт|низкодозн|low[- ]?dose|screening/i;
/** An older nodule was followed up or forgotten; the rule for that is another. */
const DAYS = 365;

const newestNodule = (facts: Facts): DescribedNodule | undefined =>
  nodulesOf(facts).find(({ when }) => isOfLast(facts, when, DAYS));

/** Why the guideline is not for this person or this nodule. */
function excluded(facts: Facts): Bilingual | undefined {
  if (diagnosesOf(facts, { icd10: CANCER }).length)
    return { en: 'a cancer is known', ru: 'известно злокачественное новообразование' };
  if (diagnosesOf(facts, { icd10: IMMUNE }).length || medicinesOf(facts, IMMUNOSUPPRESSANTS).length)
    return { en: 'immunosuppression', ru: 'иммуносупрессия' };
  // A screening of the breast says nothing of the lungs.
  return imagingOrdersOf(facts).some(({ modality, name }) => modality === 'CT' && SCREENING.test(name))
    ? { en: 'lung cancer screening: Lung-RADS', ru: 'скрининг рака лёгкого: Lung-RADS' }
    : undefined;
}

const MISSING: Readonly<Record<'type' | 'number' | 'sizeMm' | 'risk', Bilingual>> = {
  type: {
    en: 'Kind of the nodule (solid, part-solid, ground-glass)',
    ru: 'Вид очага (солидный, частично солидный, матовое стекло)',
  },
  number: { en: 'One nodule or several', ru: 'Один очаг или несколько' },
  sizeMm: { en: 'Mean size of the nodule in mm', ru: 'Средний размер очага в мм' },
  risk: { en: 'Risk of lung cancer (smoking, family, emphysema)', ru: 'Риск рака лёгкого (курение, семья, эмфизема)' },
};

export const fleischner2017Rule: Rule = {
  id: 'fleischner2017',
  version: '1.0.2',
  title: { en: 'Incidental lung nodule (Fleischner 2017)', ru: 'Случайный очаг в лёгком (Fleischner 2017)' },
  population: { ageMonths: { min: FLEISCHNER_AGE_YEARS * 12 } },
  hooks: ['patient-view', 'appointment-book'],
  needs: [
    NODULES,
    ORDERS,
    STUDIES,
    diagnosesNeed(...CANCER, ...IMMUNE, ...HIGH_RISK),
    medicinesNeed(...IMMUNOSUPPRESSANTS),
  ],
  sources: [
    {
      cite: 'MacMahon H et al. Guidelines for management of incidental pulmonary nodules detected on CT images: from the Fleischner Society 2017. Radiology 2017;284:228–43',
      doi: '10.1148/radiol.2017161659',
    },
  ],
  limits: [
    {
      en: 'For CT: a nodule on an X-ray needs CT first. Only a nodule that was described in codes is judged; a risk factor that is not in the chart is not known.',
      ru: 'Для КТ: очаг на рентгенограмме сначала требует КТ. Оценивается только очаг, описанный кодами; фактор риска, которого нет в карте, неизвестен.',
    },
  ],
  form: 'GuidanceResponse',
  idle: (facts) => {
    const nodule = newestNodule(facts);
    if (!nodule)
      return { en: 'no described lung nodule of the last year', ru: 'нет описанного очага за последний год' };
    const why = excluded(facts);
    if (why) return why;
    const after = (nodule.when?.latest ?? 0) + 12 * 3_600_000;
    return examinedAfter(facts, after, 'chest', ['CT', 'PET']).length
      ? { en: 'CT is ordered or was made since', ru: 'КТ назначена или выполнена позже' }
      : undefined;
  },
  evaluate: (facts) => {
    const nodule = newestNodule(facts);
    if (!nodule) return [];
    const { type, number, sizeMm } = nodule;
    const factors = diagnosesOf(facts, { icd10: HIGH_RISK });
    if (type === undefined || number === undefined || sizeMm === undefined) {
      const missing = (['type', 'number', 'sizeMm'] as const).filter((name) => nodule[name] === undefined);
      return [
        notComputable(
          fleischner2017Rule,
          missing.map((name) => MISSING[name]),
          [nodule.cited],
        ),
      ];
    }
    const plan = fleischner({ type, number, sizeMm, risk: factors.length ? 'high' : undefined });
    if (!plan)
      return [notComputable(fleischner2017Rule, [type === 'subsolid' ? MISSING.type : MISSING.risk], [nodule.cited])];
    const told = planText(plan);
    const size = Math.round(sizeMm);
    return [
      conclude(fleischner2017Rule, {
        severity: plan.action === SAMPLING.action ? 'warning' : 'info',
        summary: {
          en: `${TYPE_TITLE[type].en}, ${size} mm: ${told.en}`,
          ru: `${TYPE_TITLE[type].ru}, ${size} мм: ${told.ru}`,
        },
        detail: {
          en: `${number === 'single' ? 'One nodule' : 'Several nodules'}; ${factors.length ? 'high risk by the chart' : 'the risk does not change the row'}. For people of 35 and more without cancer and immunosuppression.`,
          ru: `${number === 'single' ? 'Один очаг' : 'Несколько очагов'}; ${factors.length ? 'высокий риск по данным карты' : 'риск на строку таблицы не влияет'}. Для лиц от 35 лет без рака и иммуносупрессии.`,
        },
        action: {
          en: plan.firstMonths ? `Order: ${told.en}.` : 'Tell the patient that nothing is needed.',
          ru: plan.firstMonths ? `Назначьте: ${told.ru}.` : 'Сообщите пациенту, что наблюдение не требуется.',
        },
        score: {
          action: plan.action,
          ...(plan.firstMonths ? { fromMonths: plan.firstMonths[0], toMonths: plan.firstMonths[1] } : {}),
        },
        cited: [nodule.cited, ...factors.map(({ cited }) => cited)],
      }),
    ];
  },
};

const TYPE_TITLE: Readonly<Record<NoduleType, Bilingual>> = {
  solid: { en: 'Solid nodule', ru: 'Солидный очаг' },
  'part-solid': { en: 'Part-solid nodule', ru: 'Частично солидный очаг' },
  'ground-glass': { en: 'Ground-glass nodule', ru: 'Очаг «матового стекла»' },
  subsolid: { en: 'Subsolid nodule', ru: 'Субсолидный очаг' },
};

export function planText({ action, firstMonths, secondMonths, secondOptional }: NodulePlan): Bilingual {
  if (!firstMonths) return { en: 'no routine follow-up', ru: 'наблюдение не требуется' };
  const months = ([from, to]: Months): string => (from === to ? `${from}` : `${from}–${to}`);
  const first = months(firstMonths);
  if (action === 'optional CT')
    return { en: `CT at ${first} months is optional`, ru: `КТ через ${first} мес. по усмотрению` };
  if (action === SAMPLING.action)
    return { en: 'CT at 3 months, PET/CT or tissue sampling', ru: 'КТ через 3 мес., ПЭТ/КТ или биопсия' };
  const second = secondMonths
    ? {
        en: `, then ${secondOptional ? 'consider ' : ''}at ${months(secondMonths)}`,
        ru: `, затем ${secondOptional ? 'возможно ' : ''}через ${months(secondMonths)}`,
      }
    : { en: '', ru: '' };
  return { en: `CT at ${first} months${second.en}`, ru: `КТ через ${first} мес.${second.ru}` };
}
