import type { Bilingual, CitedFact } from '../../../schemas/result.ts';
import { COUGH_ICD10, COUGH_SNOMED, PNEUMONIA, PNEUMONIA_ICD10 } from '../codes.ts';
import { diagnosesNeed, diagnosesOf, isIcd10 } from '../diagnoses.ts';
import { before, cite, type Facts, type Lookup } from '../facts.ts';
import { OPENING } from '../hooks.ts';
import { OWN_CASES } from '../limits.ts';
import { atLeast, needsOf, newestMeasured, not } from '../measured.ts';
import { personOf } from '../person.ts';
import { agreed, anyTrue, readingsOf } from '../precision.ts';
import { conclude, listOf, notComputable, type Rule } from '../rule.ts';
import { newestSign, signNeeds } from '../signs.ts';
import { PNEUMONIA_LABEL, REPORTS, statementsOn } from '../statements.ts';

export type ChildClass = 'severe-pneumonia' | 'pneumonia' | 'cough-or-cold';
/** What was looked for; undefined: nobody documented it. */
export type ChildSigns = {
  readonly dangerSign: boolean | undefined;
  readonly stridor: boolean | undefined;
  readonly spo2Below90: boolean | undefined;
  readonly chestIndrawing: boolean | undefined;
  readonly fastBreathing: boolean | undefined;
};

/** WHO 2014: fast breathing is ≥ 50/min from 2 to 11 months and ≥ 40/min from 12 to 59 months. */
export const fastBreathingFrom = (ageMonths: number): number => (ageMonths < 12 ? 50 : 40);

/**
 * WHO 2014 classes. Stridor and SpO2 raise the class but, as the chart booklet has it, their absence from the record does
 * not hold it up; danger signs, indrawing and the breaths must be known before "cough or cold" is said.
 * `atLeast`: a graver class is still open.
 */
export function classifyChild(signs: ChildSigns): { readonly is: ChildClass; readonly atLeast: boolean } | undefined {
  if (signs.dangerSign || signs.stridor || signs.spo2Below90) return { is: 'severe-pneumonia', atLeast: false };
  const atLeast = signs.dangerSign === undefined;
  const pneumonia = anyTrue(signs.chestIndrawing, signs.fastBreathing);
  if (pneumonia) return { is: 'pneumonia', atLeast };
  return pneumonia === undefined || atLeast ? undefined : { is: 'cough-or-cold', atLeast };
}

/** IMCI is for acute illness: a cough of 14 days and more is assessed otherwise. */
const EPISODE_DAYS = 14;
/** A child's breathing changes within hours: signs older than this before the newest statement describe another day. */
const SIGNS_DAYS = 2;
const DAY_MS = 86_400_000;

/** Who says that it is pneumonia: nobody, only a model, or a physician. */
type Suspicion = 'none' | 'model' | 'physician';
type Occasion = { readonly since: number; readonly suspicion: Suspicion; readonly cited: readonly CitedFact[] };

/** Cough, difficult breathing, pneumonia by a physician, or a `present` pneumonia finding of an active model. */
function occasion(facts: Facts): Occasion | undefined {
  const from = before(facts, { days: EPISODE_DAYS });
  const physician = [
    ...diagnosesOf(facts, { icd10: PNEUMONIA_ICD10, snomed: [PNEUMONIA], since: from }),
    ...statementsOn(PNEUMONIA_LABEL, facts).filter(({ positive, when }) => positive && (!when || when.latest >= from)),
  ];
  const model = facts.findings.flatMap((one) => {
    const when = readingsOf(one.time);
    const { state, label } = one.finding;
    const pneumonia = label.snomed === PNEUMONIA || label.icd10.some((code) => isIcd10(code, PNEUMONIA_ICD10));
    if (state !== 'present' || !pneumonia || (when && when.latest < from)) return [];
    const { en, ru } = label.title;
    const named = { en: `AI, not confirmed by a physician: ${en}`, ru: `ИИ, не подтверждено врачом: ${ru}` };
    return [{ when, cited: cite(one, named, state) }];
  });
  const cough = diagnosesOf(facts, { icd10: COUGH_ICD10, snomed: COUGH_SNOMED, since: from });
  const stated = [...cough, ...physician, ...model];
  if (!stated.length) return undefined;
  const asOf = Date.parse(facts.asOf);
  const newest = Math.max(...stated.map(({ when }) => Math.min(asOf, Math.max(from, when?.earliest ?? asOf))));
  return {
    since: newest - SIGNS_DAYS * DAY_MS,
    suspicion: physician.length ? 'physician' : model.length ? 'model' : 'none',
    cited: stated.map(({ cited }) => cited),
  };
}

const CLASS: Record<ChildClass, Bilingual> = {
  'severe-pneumonia': { en: 'severe pneumonia', ru: 'тяжёлая пневмония' },
  pneumonia: { en: 'pneumonia', ru: 'пневмония' },
  'cough-or-cold': { en: 'cough or cold, no pneumonia', ru: 'кашель или простуда, признаков пневмонии нет' },
};
const ACTION: Record<ChildClass, Bilingual> = {
  'severe-pneumonia': {
    en: 'Refer to hospital urgently; give the first dose of an antibiotic (ask about allergy); oxygen when SpO2 < 90 %.',
    ru: 'Срочно направьте в стационар; введите первую дозу антибиотика (уточните аллергию); кислород при SpO2 < 90 %.',
  },
  pneumonia: {
    en: 'Oral amoxicillin unless allergic to penicillins; tell the mother when to return at once; see the child again in 3 days.',
    ru: 'Амоксициллин внутрь, если нет аллергии на пенициллины; объясните матери, когда обратиться немедленно; повторный осмотр через 3 дня.',
  },
  'cough-or-cold': {
    en: 'No antibiotic by this classification; soothe the throat, tell when to return at once; see again in 5 days if not improving.',
    ru: 'По этой классификации антибиотик не показан; смягчающие средства от кашля; объясните матери, когда обратиться немедленно; осмотр через 5 дней, если нет улучшения.',
  },
};

/** Calm breathing does not cancel what a physician stated or a film shows: the class stays, the advice on it does not. */
const DESPITE: Record<Exclude<Suspicion, 'none'>, Bilingual> = {
  physician: {
    en: 'no bedside signs of pneumonia, yet a physician stated it',
    ru: 'при осмотре признаков пневмонии нет, но пневмония указана врачом',
  },
  model: {
    en: 'no bedside signs of pneumonia, yet the AI suspects it on the film',
    ru: 'при осмотре признаков пневмонии нет, но ИИ подозревает её на снимке',
  },
};
const DECIDE: Bilingual = {
  en: 'The classification goes by bedside signs alone and cancels neither a diagnosis nor a film: examine the child again, the physician decides on treatment.',
  ru: 'Классификация учитывает только признаки при осмотре и не отменяет ни диагноз, ни снимок: осмотрите ребёнка повторно, о лечении решает врач.',
};

type Dated = { readonly cited: CitedFact };

export const whoChildPneumoniaRule: Rule = {
  id: 'who_child_pneumonia',
  version: '1.0.1',
  title: {
    en: 'WHO: child with cough or difficult breathing',
    ru: 'ВОЗ: ребёнок с кашлем или затруднённым дыханием',
  },
  population: { ageMonths: { min: 2, max: 59 } },
  hooks: OPENING,
  needs: [
    diagnosesNeed(...COUGH_ICD10, ...COUGH_SNOMED, ...PNEUMONIA_ICD10, PNEUMONIA),
    ...REPORTS,
    ...needsOf('respiratoryRate', 'spo2'),
    ...signNeeds('danger-sign', 'stridor', 'chest-indrawing'),
  ],
  sources: [
    {
      cite: 'WHO. Revised WHO classification and treatment of childhood pneumonia at health facilities: evidence summaries. Geneva, 2014 (ISBN 978 92 4 150781 3)',
    },
    {
      cite: 'WHO. Integrated Management of Childhood Illness: chart booklet. Geneva, March 2014 (ISBN 978 92 4 150682 3)',
    },
  ],
  limits: [
    {
      en: 'For first contact with a child of 2 to 59 months; not for a cough of 14 days and more, wheeze, or a child in intensive care.',
      ru: 'Для первого осмотра ребёнка 2–59 месяцев; не для кашля дольше 14 дней, свистящего дыхания и реанимации.',
    },
    OWN_CASES,
  ],
  form: 'GuidanceResponse',
  idle: (facts) =>
    occasion(facts)
      ? undefined
      : {
          en: 'no cough, difficult breathing or pneumonia in the last 14 days',
          ru: 'за последние 14 дней нет кашля, затруднённого дыхания или пневмонии',
        },
  evaluate: (facts) => {
    const began = occasion(facts);
    if (!began) return [];
    const { ageMonths, ageCited } = personOf(facts);
    const cited: CitedFact[] = [...began.cited, ...ageCited];
    const missing: Bilingual[] = [];
    const take = <T extends Dated>(lookup: Lookup<T>): T | undefined => {
      if ('missing' in lookup) missing.push(lookup.missing);
      else cited.push(lookup.found.cited);
      return 'found' in lookup ? lookup.found : undefined;
    };
    const breaths = take(newestMeasured(facts, 'respiratoryRate', began.since));
    const indrawing = take(newestSign(facts, 'chest-indrawing', began.since));
    const danger = take(newestSign(facts, 'danger-sign', began.since));
    const stridor = take(newestSign(facts, 'stridor', began.since));
    const saturation = take(newestMeasured(facts, 'spo2', began.since));
    // At an age on the limit both limits must agree, else the fact that is missing is the age.
    const fastBreathing = breaths && agreed(ageMonths, (months) => atLeast(breaths, fastBreathingFrom(months)));
    if (breaths && fastBreathing === undefined) missing.push({ en: 'Exact date of birth', ru: 'Точная дата рождения' });

    const signs: ChildSigns = {
      dangerSign: danger?.present,
      stridor: stridor?.present,
      spo2Below90: saturation && not(atLeast(saturation, 90)),
      chestIndrawing: indrawing?.present,
      fastBreathing,
    };
    const found = classifyChild(signs);
    if (!found) return [notComputable(whoChildPneumoniaRule, missing, cited)];
    const { is, atLeast: open } = found;
    const despite = is === 'cough-or-cold' && began.suspicion !== 'none' ? DESPITE[began.suspicion] : undefined;
    const named = despite ?? CLASS[is];
    const action = despite ? DECIDE : ACTION[is];
    return [
      conclude(whoChildPneumoniaRule, {
        severity: is === 'cough-or-cold' ? 'info' : 'warning',
        summary: {
          en: `WHO classification (2–59 months): ${open ? 'at least ' : ''}${named.en}`,
          ru: `Классификация ВОЗ (2–59 мес.): ${open ? 'не менее чем ' : ''}${named.ru}`,
        },
        detail: detailOf(signs, is === 'severe-pneumonia' ? [] : missing),
        action: open ? withDangerSigns(action) : action,
        score: { class: is, ...(open ? { atLeast: true } : {}) },
        missing: is === 'severe-pneumonia' ? [] : missing,
        cited,
      }),
    ];
  },
};

const SIGN: Record<keyof ChildSigns, Bilingual> = {
  dangerSign: { en: 'general danger sign', ru: 'общий признак опасности' },
  stridor: { en: 'stridor in a calm child', ru: 'стридор в покое' },
  spo2Below90: { en: 'SpO2 < 90 %', ru: 'SpO2 < 90 %' },
  chestIndrawing: { en: 'chest indrawing', ru: 'втяжение грудной клетки' },
  fastBreathing: { en: 'fast breathing for the age', ru: 'учащённое для возраста дыхание' },
};

function detailOf(signs: ChildSigns, missing: readonly Bilingual[]): Bilingual {
  const there = (Object.keys(SIGN) as (keyof ChildSigns)[]).filter((key) => signs[key]).map((key) => SIGN[key]);
  return {
    en: `Signs found: ${listOf(there, 'en') || 'none'}.${missing.length ? ` Not documented: ${listOf(missing, 'en')}.` : ''}`,
    ru: `Выявлены признаки: ${listOf(there, 'ru') || 'нет'}.${missing.length ? ` Не указано: ${listOf(missing, 'ru')}.` : ''}`,
  };
}

const withDangerSigns = ({ en, ru }: Bilingual): Bilingual => ({
  en: `First check the general danger signs: with any of them it is severe pneumonia. ${en}`,
  ru: `Сначала проверьте общие признаки опасности: при любом из них это тяжёлая пневмония. ${ru}`,
});
