import type { Bilingual } from '../../../schemas/result.ts';
import type { Facts } from '../facts.ts';
import { ORDERING } from '../hooks.ts';
import { type Examination, isMadeFor, ORDERS, ordersOf, STUDIES, studiesOf } from '../imaging.ts';
import { dateIn, type Readings } from '../precision.ts';
import { conclude, type Rule } from '../rule.ts';
import { chosen, type RuleSetting } from '../settings.ts';

/** Window of the FHIR R4 example DetectedIssue "duplicate"; the last day belongs to it. */
export const WINDOW_DAYS = 14;
const DAY_MS = 86_400_000;

export const isDuplicate = (daysSincePrior: number, sameKind: boolean, windowDays = WINDOW_DAYS): boolean =>
  sameKind && daysSincePrior >= 0 && daysSincePrior <= windowDays;

const EXAMPLE = {
  cite: 'HL7 FHIR R4, DetectedIssue example "duplicate" (DUPTHPY): a similar test within the past 14 days',
};
const REGIONAL = { cite: 'No publication fixes a window: a decision of the region' };
const windowOf = <const N extends string>(name: N, en: string, ru: string) =>
  ({
    name,
    title: { en: `Days within which it is a repetition: ${en}`, ru: `Дней, в течение которых это повтор: ${ru}` },
    value: '14',
    options: { '1': REGIONAL, '7': REGIONAL, '14': EXAMPLE, '30': REGIONAL, '90': REGIONAL, '180': REGIONAL },
  }) as const satisfies RuleSetting;

/** A window for each way and region, as far as a region has chosen one; for all others the general one. */
const WINDOWS = {
  'XR chest': windowOf('xrChest', 'X-ray of the chest', 'рентгенография грудной клетки'),
  'CT chest': windowOf('ctChest', 'CT of the chest', 'КТ грудной клетки'),
  'MG breast': windowOf('mgBreast', 'mammography', 'маммография'),
} as const;
const WINDOW = windowOf('others', 'all others', 'все остальные');

const windowDays = (kind: string, facts: Facts): number => {
  const own = Object.entries(WINDOWS).find(([name]) => name === kind)?.[1];
  return Number(chosen(facts, 'duplicate_imaging', own ?? WINDOW));
};

/** Days from the prior to the order in the reading that is most favourable to a duplicate being told. */
const daysBetween = (prior: Readings, order: Readings): number => {
  const shortest = (order.earliest - prior.latest) / DAY_MS;
  const longest = (order.latest - prior.earliest) / DAY_MS;
  return shortest < 0 && longest > 0 ? 0 : shortest;
};

export const duplicateImagingRule: Rule = {
  id: 'duplicate_imaging',
  version: '1.1.1',
  title: { en: 'Repeated imaging order', ru: 'Повторное направление на исследование' },
  population: {},
  hooks: [...ORDERING, 'order-dispatch'],
  needs: [ORDERS, STUDIES],
  sources: [EXAMPLE],
  settings: [...Object.values(WINDOWS), WINDOW],
  limits: [
    {
      en: 'Only X-ray and CT of the chest and mammography are known as kinds; a repetition may be wanted, so that nothing is forbidden.',
      ru: 'Различаются только рентгенография и КТ грудной клетки и маммография; повтор бывает нужен, поэтому ничего не запрещается.',
    },
  ],
  form: 'DetectedIssue',
  idle: (facts) =>
    ordersOf(facts).length ? undefined : { en: 'no imaging order', ru: 'нет направлений на исследование' },
  evaluate: (facts) => {
    const orders = ordersOf(facts);
    const studies = studiesOf(facts);
    return orders.flatMap((order) => {
      const { fact, kind, name } = order;
      if (!['active', 'draft'].includes(fact.resource.status) || !fact.when) return [];
      // Once the study of this order is made there is nothing left to prevent.
      if (studies.some((study) => isMadeFor(study, order))) return [];
      const ordered = fact.when;
      const days = windowDays(kind, facts);
      const unmade = orders.filter((one) => !studies.some((study) => isMadeFor(study, one)));
      const priors = [...studies, ...unmade].filter(
        (prior) =>
          prior.fact.reference !== fact.reference &&
          prior.fact.when !== undefined &&
          !isSameOrder(prior, order) &&
          isEarlier(prior.fact.when, ordered) &&
          isDuplicate(daysBetween(prior.fact.when, ordered), prior.kind === kind, days),
      );
      const newest = priors.toSorted((a, b) => (b.fact.when?.latest ?? 0) - (a.fact.when?.latest ?? 0))[0];
      if (!newest) return [];
      const date = dateOf(newest.fact.time, facts.zone);
      return [
        conclude(duplicateImagingRule, {
          matter: `duplicate_imaging:${fact.reference}`,
          severity: 'warning',
          summary: {
            en: `A similar examination within ${days} days: ${kind}`,
            ru: `Похожее исследование за последние ${days} дней: ${KIND_RU[kind] ?? kind}`,
          },
          detail: {
            en: `Ordered: ${name}. Of the same modality and region: ${priors.length}, newest of ${date.en}.`,
            ru: `Назначено: ${name}. Той же модальности и области: ${priors.length}, последнее от ${date.ru}.`,
          },
          action: {
            en: 'Look at the earlier examination first; keep the order if it answers a new question.',
            ru: 'Сначала посмотрите прежнее исследование; оставьте направление, если оно отвечает на новый вопрос.',
          },
          score: { duplicate: true, kind },
          cited: [order.cited, ...priors.map(({ cited }) => cited)],
        }),
      ];
    });
  },
};

const KIND_RU: Readonly<Record<string, string>> = {
  'XR chest': 'рентгенография грудной клетки',
  'CT chest': 'КТ грудной клетки',
  'MG breast': 'маммография',
};

/** The information system and radiology may number one order each for itself: a number in common makes it one. */
const isSameOrder = (prior: Examination, order: Examination): boolean =>
  prior.fact.resource.resourceType === 'ServiceRequest' &&
  [...prior.numbers].some((number) => order.numbers.has(number));

/** The day on the region's calendar; a partial date stays as it was written. */
function dateOf(time: string | undefined, zone: string): Bilingual {
  const day = time?.includes('T') ? dateIn(time, zone) : (time ?? '');
  return { en: day, ru: day.replace(/^(\d{4})-(\d\d)-(\d\d)$/, '$3.$2.$1') };
}

const isEarlier = (prior: Readings, order: Readings): boolean => prior.latest < order.latest;
