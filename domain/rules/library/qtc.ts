import { before, type Facts } from '../facts.ts';
import { gather } from '../gather.ts';
import { NOT_REREAD } from '../limits.ts';
import { type Measured, measuredSince, needsOf, newestMeasured } from '../measured.ts';
import { personOf, type Sex } from '../person.ts';
import { conclude, freshNeeds, notComputable, type Rule } from '../rule.ts';
import { chosen, type RuleSetting } from '../settings.ts';
import { QTC_FORMULAS, qtc } from './tables/qtc-formulas.ts';

const FORMULA = {
  name: 'formula',
  title: { en: 'Formula of correction', ru: 'Формула коррекции' },
  value: 'fridericia',
  options: {
    fridericia: { cite: 'Fridericia LS. Acta Med Scand 1920;53:469–86' },
    bazett: { cite: 'Bazett HC. Heart 1920;7:353–70' },
    framingham: { cite: 'Sagie A et al. Am J Cardiol 1992;70:797–801', doi: '10.1016/0002-9149(92)90562-D' },
    hodges: { cite: 'Hodges M et al. J Am Coll Cardiol 1983;1:694' },
  },
} as const satisfies RuleSetting;

/** Above these a QTc is prolonged (AHA/ACCF/HRS 2009), in ms; above 500 the risk of torsade de pointes is high (AHA 2010). */
export const PROLONGED: Readonly<Record<Sex, number>> = { male: 450, female: 460 };
const DANGEROUS = 500;

export type QtcClass = 'normal' | 'prolonged' | 'dangerous';
export const qtcClass = (qtcMs: number, sex: Sex): QtcClass =>
  qtcMs > DANGEROUS ? 'dangerous' : qtcMs > PROLONGED[sex] ? 'prolonged' : 'normal';

const FRESH = { days: 7 };
/** Heart rate and QT of one recording. */
const TOGETHER_MS = 10 * 60_000;

type Corrected = { readonly qtcMs: number; readonly by: string; readonly rate: number | undefined };

/** From QT and the heart rate of the same recording; else as the recorder reported it, by a formula it does not tell. */
function correctedOf(facts: Facts, gathered: ReturnType<typeof gather>): Corrected | undefined {
  const since = before(facts, FRESH);
  const qt = newestMeasured(facts, 'qt', since);
  const reported = newestMeasured(facts, 'qtc', since);
  const rate = 'found' in qt ? pulseWith(qt.found, facts, since) : undefined;
  if ('found' in qt && qt.found.comparator === undefined && rate) {
    const formula = chosen(facts, 'qtc', FORMULA);
    gathered.cited.push(qt.found.cited, rate.cited);
    return { qtcMs: Math.round(qtc(QTC_FORMULAS[formula], qt.found.value, rate.value)), by: formula, rate: rate.value };
  }
  if ('found' in reported && reported.found.comparator === undefined) {
    gathered.cited.push(reported.found.cited);
    return { qtcMs: Math.round(reported.found.value), by: 'as reported', rate: undefined };
  }
  gathered.take(qt);
  if ('found' in qt) gathered.missing.push({ en: 'Heart rate of the same ECG', ru: 'ЧСС на той же ЭКГ' });
  return undefined;
}

const pulseWith = ({ when }: Measured, facts: Facts, since: number): Measured | undefined =>
  measuredSince(facts, 'pulse', since).find(
    (pulse) =>
      pulse.comparator === undefined &&
      when !== undefined &&
      pulse.when !== undefined &&
      Math.abs(pulse.when.earliest - when.earliest) <= TOGETHER_MS &&
      Math.abs(pulse.when.latest - when.latest) <= TOGETHER_MS,
  );

export const qtcRule: Rule = {
  id: 'qtc',
  version: '1.0.1',
  title: { en: 'QTc (corrected QT interval)', ru: 'QTc (корригированный интервал QT)' },
  population: { ageMonths: { min: 18 * 12 } },
  hooks: ['patient-view'],
  needs: freshNeeds(FRESH, needsOf('qt', 'qtc', 'pulse')),
  sources: [
    {
      cite: 'Rautaharju PM et al. AHA/ACCF/HRS recommendations for the standardization and interpretation of the ECG, part IV. Circulation 2009;119:e241–50',
      doi: '10.1161/CIRCULATIONAHA.108.191096',
    },
    {
      cite: 'Drew BJ et al. Prevention of torsade de pointes in hospital settings. Circulation 2010;121:1047–60',
      doi: '10.1161/CIRCULATIONAHA.109.192704',
    },
  ],
  limits: [
    {
      en: 'Not valid with a wide QRS (> 120 ms) or a paced rhythm; in atrial fibrillation average several beats.',
      ru: 'Неприменимо при широком QRS (> 120 мс) и ритме ЭКС; при фибрилляции предсердий усредните несколько комплексов.',
    },
    {
      en: 'Below 60 and above 90 beats a minute the formulas differ widely, Bazett’s most of all.',
      ru: 'При ЧСС ниже 60 и выше 90 формулы сильно расходятся, более всего формула Базетта.',
    },
    NOT_REREAD,
  ],
  settings: [FORMULA],
  form: 'GuidanceResponse',
  idle: (facts) => {
    const since = before(facts, FRESH);
    return ['qt', 'qtc'].some((name) => 'found' in newestMeasured(facts, name as 'qt' | 'qtc', since))
      ? undefined
      : { en: 'no ECG with a QT in the last 7 days', ru: 'нет ЭКГ с интервалом QT за последние 7 дней' };
  },
  evaluate: (facts) => {
    const { sex, sexCited } = personOf(facts);
    const gathered = gather(sexCited);
    const corrected = correctedOf(facts, gathered);
    if (!corrected) return [notComputable(qtcRule, gathered.missing, gathered.cited)];
    const { qtcMs, by, rate } = corrected;
    const found = qtcClass(qtcMs, sex ?? 'female');
    if (found !== qtcClass(qtcMs, sex ?? 'male'))
      return [notComputable(qtcRule, [...gathered.missing, { en: 'Sex', ru: 'Пол' }], gathered.cited)];
    if (found === 'normal') return [];
    const dangerous = found === 'dangerous';
    return [
      conclude(qtcRule, {
        severity: dangerous ? 'warning' : 'info',
        summary: {
          en: `QTc ${qtcMs} ms (${by}): ${dangerous ? 'risk of torsade de pointes' : 'prolonged'}`,
          ru: `QTc ${qtcMs} мс (${FORMULA_RU[by] ?? by}): ${dangerous ? 'риск torsade de pointes' : 'удлинён'}`,
        },
        detail: {
          en: `Limits: men ${PROLONGED.male}, women ${PROLONGED.female}, dangerous above ${DANGEROUS} ms.${rate === undefined ? '' : ` Heart rate ${Math.round(rate)}/min.`}`,
          ru: `Границы: мужчины ${PROLONGED.male}, женщины ${PROLONGED.female}, опасно выше ${DANGEROUS} мс.${rate === undefined ? '' : ` ЧСС ${Math.round(rate)}/мин.`}`,
        },
        action: dangerous
          ? {
              en: 'Measure again by hand; stop medicines that prolong QT, correct potassium and magnesium, monitor the ECG.',
              ru: 'Измерьте повторно вручную; отмените препараты, удлиняющие QT, корригируйте калий и магний, мониторинг ЭКГ.',
            }
          : {
              en: 'Look for medicines that prolong QT and for low potassium or magnesium before a further one is ordered.',
              ru: 'До назначения препаратов, удлиняющих QT, проверьте уже принимаемые, калий и магний.',
            },
        score: { qtc: qtcMs, formula: by, class: found },
        cited: gathered.cited,
      }),
    ];
  },
};

const FORMULA_RU: Readonly<Record<string, string>> = {
  fridericia: 'Фридеричиа',
  bazett: 'Базетт',
  framingham: 'Фрамингем',
  hodges: 'Ходжес',
  'as reported': 'по данным ЭКГ',
};
