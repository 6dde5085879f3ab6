import type { Bilingual } from '../../../schemas/result.ts';
import { type Examined, examinedOf } from '../examinations.ts';
import { before, type Facts } from '../facts.ts';
import { IMAGING } from '../hooks.ts';
import { ORDERS, STUDIES } from '../imaging.ts';
import { type ImagingOrder, type Modality, openImagingOrders } from '../imaging-orders.ts';
import { dateIn } from '../precision.ts';
import { type Conclusion, conclude, type Rule } from '../rule.ts';

/** Older images help too seldom to be named. */
const YEARS = 5;
/** The same examination within this many days is a matter of the rule for repeated orders. */
const REPEATED_DAYS = 14;

/** The newest study of a region of the order, other than what another rule calls a repetition. */
function priorOf(order: ImagingOrder, facts: Facts): Examined | undefined {
  const repeated = before(facts, { days: REPEATED_DAYS });
  return examinedOf(facts).find(
    ({ is, modality, regions, when, fact }) =>
      is === 'study' &&
      !fact.doubtful &&
      regions.some((region) => order.regions.includes(region)) &&
      when !== undefined &&
      when.earliest >= before(facts, { days: YEARS * 365 }) &&
      !(modality === order.modality && when.latest >= repeated),
  );
}

export const priorImageRule: Rule = {
  id: 'prior_image',
  version: '1.0.1',
  title: { en: 'Earlier images of the same region', ru: 'Прежние снимки той же области' },
  population: {},
  hooks: IMAGING,
  needs: [ORDERS, STUDIES],
  sources: [{ cite: 'Oka: the order with the studies of the chart' }],
  limits: [
    {
      en: 'Only studies that the region’s systems have sent are known; modality and region are read from codes and the words of the order.',
      ru: 'Известны только исследования, переданные системами региона; модальность и область читаются по кодам и словам направления.',
    },
  ],
  form: 'GuidanceResponse',
  idle: (facts) =>
    openImagingOrders(facts).length
      ? undefined
      : { en: 'no imaging order is open', ru: 'нет открытых направлений на исследование' },
  evaluate: (facts) =>
    openImagingOrders(facts).flatMap((order) => {
      const prior = priorOf(order, facts);
      return prior ? [conclusionOf(order, prior, facts)] : [];
    }),
};

const WAY: Readonly<Record<Modality, Bilingual>> = {
  PET: { en: 'PET/CT', ru: 'ПЭТ/КТ' },
  CT: { en: 'CT', ru: 'КТ' },
  MR: { en: 'MRI', ru: 'МРТ' },
  US: { en: 'ultrasound', ru: 'УЗИ' },
  NM: { en: 'scintigraphy', ru: 'сцинтиграфия' },
  MG: { en: 'mammography', ru: 'маммография' },
  XA: { en: 'angiography', ru: 'ангиография' },
  RF: { en: 'contrast X-ray', ru: 'рентгеноконтрастное исследование' },
  XR: { en: 'X-ray', ru: 'рентгенография' },
};

function conclusionOf(order: ImagingOrder, prior: Examined, facts: Facts): Conclusion {
  const { time } = prior.fact;
  const day = time?.includes('T') ? dateIn(time, facts.zone) : (time ?? '');
  const russian = day.replace(/^(\d{4})-(\d\d)-(\d\d)$/, '$3.$2.$1');
  return conclude(priorImageRule, {
    matter: `prior_image:${order.fact.reference}`,
    severity: 'info',
    summary: {
      en: `Earlier images of this region: ${WAY[prior.modality].en} of ${day}`,
      ru: `Есть снимки этой области: ${WAY[prior.modality].ru} от ${russian}`,
    },
    detail: { en: `Ordered: ${order.name}.`, ru: `Назначено: ${order.name}.` },
    action: {
      en: 'Look at them first; ask for a comparison in the order.',
      ru: 'Посмотрите их сначала; попросите в направлении сравнить.',
    },
    score: { prior: true, modality: prior.modality },
    cited: [order.cited, prior.cited],
  });
}
