import { before, type Facts } from '../facts.ts';
import { gather } from '../gather.ts';
import { OPENING } from '../hooks.ts';
import { NOT_REREAD } from '../limits.ts';
import { atLeast, moreThan, needsOf, newestMeasured, not } from '../measured.ts';
import { personOf } from '../person.ts';
import { criteriaText, type Tally, tally } from '../points.ts';
import { agreed } from '../precision.ts';
import { conclude, freshNeeds, notComputable, type Rule } from '../rule.ts';
import { newestSign, signNeeds } from '../signs.ts';

/** The eight criteria; one that is met, or not known, leaves embolism possible. */
export type PercCriteria = {
  readonly ageGe50: boolean | undefined;
  readonly hrGe100: boolean | undefined;
  readonly spo2Lt95: boolean | undefined;
  readonly legSwelling: boolean | undefined;
  readonly haemoptysis: boolean | undefined;
  readonly surgeryTrauma: boolean | undefined;
  readonly priorVTE: boolean | undefined;
  readonly hormone: boolean | undefined;
};

/** Kline 2004. */
export const perc = (criteria: PercCriteria): Tally =>
  tally([
    { points: 1, met: criteria.ageGe50, title: { en: 'age ≥ 50 years', ru: 'возраст ≥ 50 лет' } },
    { points: 1, met: criteria.hrGe100, title: { en: 'heart rate ≥ 100/min', ru: 'ЧСС ≥ 100/мин' } },
    { points: 1, met: criteria.spo2Lt95, title: { en: 'SpO2 < 95 % on air', ru: 'SpO2 < 95 % на воздухе' } },
    { points: 1, met: criteria.legSwelling, title: { en: 'one leg swollen', ru: 'отёк одной ноги' } },
    { points: 1, met: criteria.haemoptysis, title: { en: 'haemoptysis', ru: 'кровохарканье' } },
    {
      points: 1,
      met: criteria.surgeryTrauma,
      title: { en: 'surgery or trauma within 4 weeks', ru: 'операция или травма за 4 недели' },
    },
    { points: 1, met: criteria.priorVTE, title: { en: 'previous DVT or PE', ru: 'ТГВ или ТЭЛА в анамнезе' } },
    { points: 1, met: criteria.hormone, title: { en: 'oestrogen use', ru: 'приём эстрогенов' } },
  ]);

const FRESH = { hours: 24 };
const SIGNS = ['unilateral-leg-swelling', 'haemoptysis', 'surgery-or-trauma', 'previous-vte', 'oestrogen-use'] as const;

/** Oxygen was charted as flow, fraction or sign. */
function isOnOxygen(facts: Facts, since: number): boolean {
  const flow = newestMeasured(facts, 'oxygenFlow', since);
  const fraction = newestMeasured(facts, 'oxygenFraction', since);
  const sign = newestSign(facts, 'supplemental-oxygen', since);
  return (
    ('found' in flow && moreThan(flow.found, 0) === true) ||
    ('found' in fraction && moreThan(fraction.found, 21) === true) ||
    ('found' in sign && sign.found.present)
  );
}

function criteriaOf(facts: Facts) {
  const since = before(facts, FRESH);
  const { ageYears, ageCited } = personOf(facts);
  const gathered = gather(ageCited);
  const { take } = gathered;
  take(newestSign(facts, 'pe-low-gestalt', since));
  const pulse = take(newestMeasured(facts, 'pulse', since));
  const spo2 = take(newestMeasured(facts, 'spo2', since));
  const [legSwelling, haemoptysis, surgeryTrauma, priorVTE, hormone] = SIGNS.map(
    (name) => take(newestSign(facts, name, since))?.present,
  );
  const low = spo2 && not(atLeast(spo2, 95));
  // What oxygen holds up is no saturation on air: it may be low, it is never normal.
  const isHeldUp = low === false && isOnOxygen(facts, since);
  const spo2Lt95 = isHeldUp ? undefined : low;
  if (isHeldUp) gathered.missing.push({ en: 'SpO2 on air', ru: 'SpO2 на воздухе' });
  const criteria: PercCriteria = {
    ageGe50: agreed(ageYears, (years) => years >= 50),
    hrGe100: pulse && atLeast(pulse, 100),
    spo2Lt95,
    legSwelling,
    haemoptysis,
    surgeryTrauma,
    priorVTE,
    hormone,
  };
  if (criteria.ageGe50 === undefined) gathered.missing.push({ en: 'Exact age', ru: 'Точный возраст' });
  return { ...gathered, criteria };
}

export const percRule: Rule = {
  id: 'perc',
  version: '1.1.0',
  title: { en: 'PERC (pulmonary embolism ruled out)', ru: 'PERC (исключение ТЭЛА)' },
  population: { ageMonths: { min: 18 * 12 }, pregnancy: 'excluded' },
  hooks: OPENING,
  needs: freshNeeds(FRESH, [
    ...needsOf('pulse', 'spo2', 'oxygenFlow', 'oxygenFraction'),
    ...signNeeds('pe-low-gestalt', 'supplemental-oxygen', ...SIGNS),
  ]),
  sources: [
    {
      cite: 'Kline JA et al. Clinical criteria to prevent unnecessary diagnostic testing in emergency department patients with suspected pulmonary embolism. J Thromb Haemost 2004;2:1247–55',
      doi: '10.1111/j.1538-7836.2004.00790.x',
    },
    {
      cite: 'Kline JA et al. Prospective multicenter evaluation of the pulmonary embolism rule-out criteria. J Thromb Haemost 2008;6:772–80',
      doi: '10.1111/j.1538-7836.2008.02944.x',
    },
  ],
  limits: [
    {
      en: 'Only where the physician thinks embolism unlikely (below 15 %). A criterion that is met means further testing, not embolism.',
      ru: 'Только если врач считает ТЭЛА маловероятной (ниже 15 %). Выполненный критерий означает дообследование, а не ТЭЛА.',
    },
    NOT_REREAD,
  ],
  form: 'GuidanceResponse',
  idle: (facts) => {
    const gestalt = newestSign(facts, 'pe-low-gestalt', before(facts, FRESH));
    return 'found' in gestalt && gestalt.found.present
      ? undefined
      : {
          en: 'nobody has charted that embolism is suspected and unlikely',
          ru: 'в карте нет отметки, что ТЭЛА подозревается и маловероятна',
        };
  },
  evaluate: (facts) => {
    const { criteria, cited, missing } = criteriaOf(facts);
    const points = perc(criteria);
    if (!points.least && points.most) return [notComputable(percRule, missing, cited)];
    const ruledOut = points.most === 0;
    return [
      conclude(percRule, {
        severity: 'info',
        summary: ruledOut
          ? { en: 'PERC negative: embolism ruled out without tests', ru: 'PERC отрицателен: ТЭЛА исключена без тестов' }
          : {
              en: `PERC positive (${points.least}): does not rule out embolism`,
              ru: `PERC положителен (${points.least}): ТЭЛА не исключена`,
            },
        detail: criteriaText({ met: points.met, open: [] }),
        action: ruledOut
          ? { en: 'No D-dimer and no CT for embolism.', ru: 'D-димер и КТ по поводу ТЭЛА не нужны.' }
          : { en: 'Measure D-dimer.', ru: 'Определите D-димер.' },
        score: { least: points.least, most: points.most, ruledOut },
        missing: points.open.length ? missing : [],
        cited,
      }),
    ];
  },
};
