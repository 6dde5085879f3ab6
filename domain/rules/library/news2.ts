import type { Bilingual } from '../../../schemas/result.ts';
import { consciousnessNeeds, newestConsciousness } from '../acvpu.ts';
import { ANALYTES, type AnalyteName } from '../codes.ts';
import { before, type Facts } from '../facts.ts';
import { gather } from '../gather.ts';
import { OPENING } from '../hooks.ts';
import { NOT_REREAD } from '../limits.ts';
import { measuredSince, moreThan, needsOf, newestMeasured } from '../measured.ts';
import { anyTrue, type Bounds } from '../precision.ts';
import { conclude, freshNeeds, notComputable, type Rule } from '../rule.ts';
import { newestSign, signNeeds } from '../signs.ts';
import * as points from './tables/news2-points.ts';

const FRESH = { hours: 12 };
const ROUND_MS = 3_600_000;
const VITALS = ['respiratoryRate', 'spo2', 'systolic', 'pulse', 'temperature'] as const satisfies AnalyteName[];
type Parameter = keyof ReturnType<typeof points.news2Parts>;
type PartBounds = Readonly<Record<Parameter, Bounds>>;

/** One round of observations: the newest vital sign of the last 12 hours and what was charted within the hour before it. */
function roundStart(facts: Facts): number | undefined {
  const since = before(facts, FRESH);
  const times = VITALS.flatMap((name) =>
    measuredSince(facts, name, since).flatMap(({ when, doubtful }) => (when && !doubtful ? [when.earliest] : [])),
  );
  return times.length ? Math.max(since, Math.max(...times) - ROUND_MS) : undefined;
}

/** What is given to breathe: flow or fraction as charted, else the sign; nothing charted is not known, never air. */
function oxygenOf(facts: Facts, since: number, gathered: ReturnType<typeof gather>): boolean | undefined {
  const flow = newestMeasured(facts, 'oxygenFlow', since);
  const fraction = newestMeasured(facts, 'oxygenFraction', since);
  const sign = newestSign(facts, 'supplemental-oxygen', since);
  for (const one of [flow, fraction, sign]) if ('found' in one) gathered.cited.push(one.found.cited);
  const given = [
    'found' in flow ? moreThan(flow.found, 0) : undefined,
    'found' in fraction ? moreThan(fraction.found, 21) : undefined,
    'found' in sign ? sign.found.present : undefined,
  ].filter((one) => one !== undefined);
  if (!given.length) gathered.missing.push({ en: 'Air or oxygen', ru: 'Воздух или кислород' });
  return given.length ? anyTrue(...given) : undefined;
}

const exactly = (number: number): Bounds => ({ min: number, max: number });
const within = (values: readonly number[]): Bounds => ({ min: Math.min(...values), max: Math.max(...values) });
const UNKNOWN: Bounds = { min: 0, max: 3 };

function partsOf(facts: Facts, since: number) {
  const gathered = gather();
  const take = (name: AnalyteName) => gathered.takeExact(newestMeasured(facts, name, since));
  const [breaths, spo2, systolic, pulse, temperature] = VITALS.map(take);
  const level = gathered.take(newestConsciousness(facts, since))?.level;
  const onOxygen = oxygenOf(facts, since, gathered);
  const scale2 = newestSign(facts, 'spo2-scale-2', before(facts, { days: 365 }));
  const hypercapnic = 'found' in scale2 && scale2.found.present;
  if ('found' in scale2) gathered.cited.push(scale2.found.cited);
  const table = (value: number | undefined, of: (value: number) => number): Bounds =>
    value === undefined ? UNKNOWN : exactly(of(value));
  const airs = onOxygen === undefined ? [true, false] : [onOxygen];
  const parts: PartBounds = {
    respiratoryRate: table(breaths, points.respiratoryPoints),
    spo2:
      spo2 === undefined ? UNKNOWN : within(airs.map((oxygen) => points.saturationPoints(spo2, oxygen, hypercapnic))),
    oxygen: within(airs.map(points.oxygenPoints)),
    systolicBP: table(systolic, points.systolicPoints),
    pulse: table(pulse, points.pulsePoints),
    consciousness: level === undefined ? UNKNOWN : exactly(points.consciousnessPoints(level)),
    temperature: table(temperature, points.temperaturePoints),
  };
  return { ...gathered, parts, hypercapnic };
}

const LABELS: Readonly<Record<Parameter, Bilingual>> = {
  respiratoryRate: ANALYTES.respiratoryRate.title,
  spo2: ANALYTES.spo2.title,
  oxygen: { en: 'Oxygen', ru: 'Кислород' },
  systolicBP: ANALYTES.systolic.title,
  pulse: ANALYTES.pulse.title,
  consciousness: { en: 'Consciousness', ru: 'Сознание' },
  temperature: ANALYTES.temperature.title,
};

function detailOf(parts: PartBounds, hypercapnic: boolean): Bilingual {
  const scored = (Object.keys(LABELS) as Parameter[]).filter((name) => parts[name].min > 0);
  const list = (language: keyof Bilingual): string =>
    scored.map((name) => `${LABELS[name][language]} ${parts[name].min}`).join(', ');
  return {
    en: `Points: ${list('en')}. SpO2 scale ${hypercapnic ? 2 : 1}.`,
    ru: `Баллы: ${list('ru')}. Шкала SpO2 ${hypercapnic ? 2 : 1}.`,
  };
}

type Spoken = Exclude<points.News2Risk, 'low'>;
const SPOKEN: Record<Spoken, { severity: 'info' | 'warning' | 'critical'; risk: Bilingual; action: Bilingual }> = {
  'low-medium': {
    severity: 'info',
    risk: { en: 'one parameter at 3 points', ru: 'один показатель — 3 балла' },
    action: {
      en: 'Observe at least every hour; a nurse decides with a physician whether care must be escalated.',
      ru: 'Наблюдение не реже раза в час; медсестра вместе с врачом решает, нужно ли усилить помощь.',
    },
  },
  medium: {
    severity: 'warning',
    risk: { en: 'urgent review', ru: 'срочный осмотр' },
    action: {
      en: 'Urgent review by a physician; observe at least every hour. Think of sepsis.',
      ru: 'Срочный осмотр врача; наблюдение не реже раза в час. Исключите сепсис.',
    },
  },
  high: {
    severity: 'critical',
    risk: { en: 'emergency review', ru: 'экстренный осмотр' },
    action: {
      en: 'Emergency assessment by a team with critical care skills; continuous monitoring.',
      ru: 'Экстренный осмотр с участием реаниматолога; непрерывный мониторинг.',
    },
  },
};

/** What is certain of the total, and what it may come to. */
const totalOf = (parts: PartBounds): Bounds => {
  const all = Object.values(parts);
  const sum = (end: keyof Bounds) => all.reduce((total, one) => total + one[end], 0);
  return { min: sum('min'), max: sum('max') };
};

export const news2Rule: Rule = {
  id: 'news2',
  version: '1.0.2',
  title: { en: 'NEWS2 (early warning)', ru: 'NEWS2 (раннее предупреждение)' },
  population: { ageMonths: { min: 16 * 12 }, pregnancy: 'excluded' },
  hooks: [...OPENING, 'encounter-discharge'],
  needs: [
    ...freshNeeds(FRESH, [
      ...needsOf(...VITALS, 'oxygenFlow', 'oxygenFraction'),
      ...consciousnessNeeds(),
      ...signNeeds('supplemental-oxygen'),
    ]),
    ...freshNeeds({ days: 365 }, signNeeds('spo2-scale-2')),
  ],
  sources: [
    {
      cite: 'Royal College of Physicians. National Early Warning Score (NEWS) 2: Standardising the assessment of acute-illness severity in the NHS. London: RCP, 2017. Charts 1–4',
    },
  ],
  limits: [
    {
      en: 'Not under 16 years and not in pregnancy. SpO2 scale 2 only where a clinician has charted the target of 88–92 %.',
      ru: 'Не применяется до 16 лет и при беременности. Шкала SpO2 2 — только если врач внёс целевую SpO2 88–92 %.',
    },
    {
      en: 'Values of one round of observations: the newest one and what was charted within the hour before it.',
      ru: 'Берутся показатели одного осмотра: самый новый и внесённые в течение часа до него.',
    },
    NOT_REREAD,
  ],
  form: 'GuidanceResponse',
  idle: (facts) => {
    const since = roundStart(facts);
    if (since === undefined)
      return { en: 'no vital signs in the last 12 hours', ru: 'нет витальных показателей за последние 12 часов' };
    const { parts } = partsOf(facts, since);
    const charted = Object.values(parts).filter(({ min, max }) => min === max).length;
    return charted < 4 && totalOf(parts).min < 5
      ? { en: 'no whole round of observations', ru: 'нет полного измерения витальных показателей' }
      : undefined;
  },
  evaluate: (facts) => {
    const since = roundStart(facts);
    if (since === undefined) return [];
    const { parts, hypercapnic, cited, missing } = partsOf(facts, since);
    const total = totalOf(parts);
    const three = Object.values(parts).some(({ min }) => min === 3);
    const mayThree = Object.values(parts).some(({ max }) => max === 3);
    const risk = points.news2Risk(total.min, three);
    const certain = risk === points.news2Risk(total.max, mayThree);
    // What is certain already asks for a physician: that must not wait for the rest of the round.
    if (!certain && total.min < 5) return [notComputable(news2Rule, missing, cited)];
    if (risk === 'low') return [];
    const { severity, risk: text, action } = SPOKEN[risk];
    const atLeast = total.min !== total.max;
    return [
      conclude(news2Rule, {
        severity,
        summary: {
          en: `NEWS2 ${atLeast ? 'at least ' : ''}${total.min}: ${text.en}`,
          ru: `NEWS2 ${atLeast ? 'не менее ' : ''}${total.min}: ${text.ru}`,
        },
        detail: detailOf(parts, hypercapnic),
        action,
        score: { least: total.min, most: total.max, clinicalRisk: risk },
        missing: atLeast ? missing : [],
        cited,
      }),
    ];
  },
};
