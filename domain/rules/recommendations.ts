import { examinationOf, type Modality, type Region } from './imaging-orders.ts';

/** A follow-up that a report asks for in its own sentence. */
export type Recommendation = {
  readonly sentence: string;
  readonly modality: Modality;
  readonly regions: readonly Region[];
  /** Months until it is due, the far end of an interval; undefined: the sentence names none. */
  readonly months: number | undefined;
};

const ASKS = /рекоменд|показан[ао]?(?![а-яё])|целесообраз|контрол|дообследован|follow-?up|recommend|advise/i;
const DENIES =
  /не\s+(рекоменд|показан|требу|нуж|целесообраз)|без\s+контрол|no\s+(further\s+)?follow|not\s+(recommend|indicated|required)/i;
const WITHIN =
  /(?:через|в течение|спустя|in|after|within)\s+(\d+)?\s*(?:[-–]\s*(\d+))?\s*(дн|день|нед|мес|полгода|год|лет|day|week|month|year)/i;
const IN_MONTHS: Readonly<Record<string, number>> = {
  дн: 1 / 30,
  день: 1 / 30,
  нед: 0.25,
  мес: 1,
  полгода: 6,
  год: 12,
  лет: 12,
  day: 1 / 30,
  week: 0.25,
  month: 1,
  year: 12,
};

/** Sentences of a report that ask for a further examination by a named way. Nothing else of its text is read. */
export const recommendationsIn = (text: string): Recommendation[] =>
  text.split(/(?<=[.;!?])\s+|\n/).flatMap((sentence) => {
    if (!ASKS.test(sentence) || DENIES.test(sentence)) return [];
    const { modality, regions } = examinationOf(sentence);
    if (!modality) return [];
    const [, from, to, unit = ''] = WITHIN.exec(sentence) ?? [];
    const per = IN_MONTHS[unit.toLowerCase()];
    const months = per === undefined ? undefined : Number(to ?? from ?? 1) * per;
    return [{ sentence: sentence.trim(), modality, regions, months }];
  });
