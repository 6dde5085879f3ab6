import type { Bilingual } from '../../schemas/result.ts';
import { before, type Facts, factsOf } from './facts.ts';
import { atLeast, type Measured, measuredSince, moreThan, needsOf, newestIsUnreadable, not } from './measured.ts';
import { personOf } from './person.ts';
import { checkPopulation, conclude, notComputable, type Rule } from './rule.ts';
import { REPORTS } from './statements.ts';

/** RCPath G158 (2017), adults over 16: potassium ≤ 2.5 or ≥ 6.5 mmol/L, both limits included. A policy a region may tighten. */
const POTASSIUM_LIMITS = { low: 2.5, high: 6.5 } as const;
export type CriticalFlag = 'critical-low' | 'critical-high' | 'not-critical';

/** Undefined: "less than" or "more than" leaves it open. */
export function potassiumFlag(potassium: Pick<Measured, 'value' | 'comparator'>): CriticalFlag | undefined {
  const high = atLeast(potassium, POTASSIUM_LIMITS.high);
  const low = not(moreThan(potassium, POTASSIUM_LIMITS.low));
  if (high) return 'critical-high';
  if (low) return 'critical-low';
  return high === undefined || low === undefined ? undefined : 'not-critical';
}

const HAEMOLYSIS = /ha?emoly|гемолиз/i;
const DENIED =
  /(\b(no|not|non|without|negative for)\b[\s-]*(\w+\s+){0,3}ha?emoly|ha?emoly\w*\s*[:=–-]?\s*(no\b|none|absent|negative|not )|(^|[^а-яё])(нет|без|не|отсутств\S*)\s+(\S+\s+){0,3}\S*гемолиз|гемолиз\S*\s*[:=–-]?\s*(нет|не |отсутств|отриц|исключ))/i;
/** "Haemolysis index 4", "гемолиз: 0", "гемолиз (-)": a figure or a minus, of which only the laboratory knows the limit. */
const FIGURE =
  /(индекс\S*|index( of)?)\s+(ha?emoly|гемолиз)|ha?emoly\w*\s+index|(ha?emoly\w*|гемолиз\S*)\s*[:=]?\s*(\d+(?![\d\s]*\+)|\(\s*[-–−]\s*\)|[-–−]\s*$)/i;

/** The laboratory says that the sample was haemolysed; "no haemolysis" and "гемолиза нет" do not say it. */
const isHaemolysed = (comments: readonly string[]): boolean =>
  comments
    .flatMap((comment) => comment.split(/[\n;]|\.\s/))
    .some((line) => HAEMOLYSIS.test(line) && !DENIED.test(line) && !FIGURE.test(line));

/** What the laboratory wrote at the value, and at the sample as a whole (the conclusion of the report it stands in). */
const commentsOn = ({ comments, cited }: Measured, facts: Facts): string[] => [
  ...comments,
  ...factsOf(facts, 'DiagnosticReport')
    .filter(({ resource }) => resource.result?.some(({ reference }) => reference === cited.reference))
    .flatMap(({ resource }) => resource.conclusion ?? []),
];

/** A critical value nobody answered for a week is no longer a matter of a telephone call. */
const DAYS = 7;

/** The newest believable value; where only values of doubtful time are left, the newest critical one of them. */
function potassiumToTell(facts: Facts): { potassium: Measured; flag: CriticalFlag } | undefined {
  const values = measuredSince(facts, 'potassium', before(facts, { days: DAYS })).map((potassium) => ({
    potassium,
    flag: potassiumFlag(potassium),
  }));
  const critical = (one: (typeof values)[number] | undefined) =>
    one?.flag === 'critical-high' || one?.flag === 'critical-low'
      ? { potassium: one.potassium, flag: one.flag }
      : undefined;
  const newest = values.find(({ potassium }) => !potassium.doubtful);
  return critical(newest) ?? critical(values.find((one) => one.potassium.doubtful && critical(one)));
}

const CALL: Record<'high' | 'low' | 'repeat', Bilingual> = {
  high: {
    en: 'Now: ECG and clinical review, treat as hyperkalaemia; repeat potassium without delaying treatment.',
    ru: 'Немедленно: ЭКГ и осмотр, лечение гиперкалиемии; повторите калий, не откладывая лечение.',
  },
  low: {
    en: 'Now: ECG and clinical review, replace potassium under monitoring; check magnesium.',
    ru: 'Немедленно: ЭКГ и осмотр, восполнение калия под контролем; определите магний.',
  },
  repeat: {
    en: 'Repeat the sample at once; until then look at the ECG and the clinical state.',
    ru: 'Немедленно повторите забор крови; до результата оцените ЭКГ и состояние.',
  },
};

export const criticalLabsRule: Rule = {
  id: 'critical_labs',
  version: '1.0.0',
  title: { en: 'Critical potassium', ru: 'Критический калий' },
  // "Over 16" begins on the sixteenth birthday: silence on a potassium of 7 at 16½ would be the worse reading.
  population: { ageMonths: { min: 16 * 12 } },
  needs: [...needsOf('potassium'), ...REPORTS],
  sources: [
    {
      cite: 'Royal College of Pathologists G158: The communication of critical and unexpected pathology results. October 2017',
    },
  ],
  form: 'GuidanceResponse',
  // Silence on a potassium of 7 because the birth date is missing would harm: the adult limits are applied, and it is said.
  whenUnsure: 'evaluate',
  idle: (facts) =>
    measuredSince(facts, 'potassium', before(facts, { days: DAYS })).length || isUnreadable(facts)
      ? undefined
      : { en: 'no potassium in the last 7 days', ru: 'нет калия за последние 7 дней' },
  evaluate: (facts) => {
    const told = potassiumToTell(facts);
    if (!told) return isUnreadable(facts) ? [notComputable(criticalLabsRule, [UNREADABLE])] : [];
    const { potassium, flag } = told;
    const shown = { en: inMmol(potassium, 'mmol/L'), ru: comma(inMmol(potassium, 'ммоль/л')) };
    // Haemolysis sets potassium free: it explains a high value, and makes a low one only more believable.
    const haemolysed = commentsOn(potassium, facts).find((comment) => isHaemolysed([comment]));
    const repeat = flag === 'critical-high' && haemolysed !== undefined;
    const direction = flag === 'critical-high' ? 'high' : 'low';
    const missing = [
      ...checkPopulation(criticalLabsRule.population, facts).missing,
      ...(potassium.doubtful ? [{ en: 'Believable time of the sample', ru: 'Достоверное время забора' }] : []),
    ];
    return [
      conclude(criticalLabsRule, {
        matter: 'potassium',
        severity: repeat ? 'warning' : 'critical',
        summary: repeat
          ? {
              en: `Potassium ${shown.en}, haemolysed sample: repeat the sample`,
              ru: `Калий ${shown.ru}, гемолиз в пробе: повторите забор`,
            }
          : direction === 'high'
            ? { en: `Critically high potassium: ${shown.en}`, ru: `Критически высокий калий: ${shown.ru}` }
            : { en: `Critically low potassium: ${shown.en}`, ru: `Критически низкий калий: ${shown.ru}` },
        detail: {
          en: `Limits for telephoning: ≤ ${POTASSIUM_LIMITS.low} or ≥ ${POTASSIUM_LIMITS.high} mmol/L, adults over 16.`,
          ru: `Пределы для немедленного сообщения: ≤ ${comma(POTASSIUM_LIMITS.low)} или ≥ ${comma(POTASSIUM_LIMITS.high)} ммоль/л, взрослые старше 16 лет.`,
        },
        action: CALL[repeat ? 'repeat' : direction],
        score: { flag, haemolysed: repeat },
        missing,
        cited: [
          potassium.cited,
          ...(repeat ? [{ ...potassium.cited, label: COMMENT, value: haemolysed }] : []),
          ...personOf(facts).ageCited,
        ],
      }),
    ];
  },
};

const COMMENT: Bilingual = { en: 'Laboratory comment', ru: 'Комментарий лаборатории' };
const UNREADABLE: Bilingual = {
  en: 'Potassium (value or unit not readable)',
  ru: 'Калий (значение или единица измерения не читаются)',
};
const isUnreadable = (facts: Facts): boolean => newestIsUnreadable(facts, 'potassium', before(facts, { days: DAYS }));

const inMmol = ({ value, comparator }: Measured, unit: string): string =>
  `${comparator ?? ''}${Number(value.toPrecision(4))} ${unit}`;

const comma = (value: number | string): string => String(value).replace('.', ',');
