import type { DeskResult } from '../../schemas/api/desk-result.ts';
import type { Delivery } from '../../schemas/delivery.ts';
import type { Bilingual, Result } from '../../schemas/result.ts';
import { sentenceOf } from './sentence.ts';

const NOT_OPENED: Bilingual = {
  en: 'Nobody opened this version at the desk; its words were not kept.',
  ru: 'Эту версию на рабочем месте никто не открывал; её текст не сохранён.',
};

/** Of a result that changes each day the newest are enough. */
const MOST = 50;

type Known = {
  /** Versions that were shown to somebody. */
  readonly before: readonly { readonly version: number; readonly sentence: Bilingual }[];
  readonly delivery: Pick<Delivery, 'version' | 'sentAt'> | undefined;
  /** The version that the record system was sent last. */
  readonly sent: number | undefined;
};

/** All versions, the newest first; of an earlier one the words in which somebody read it, and that it is not known otherwise. */
export function versionsOf(result: Result, { before, delivery, sent }: Known): DeskResult['versions'] {
  const words = new Map(before.map(({ version, sentence }) => [version, sentence]));
  return Array.from({ length: Math.min(result.version, MOST) }, (_, place) => {
    const version = result.version - place;
    const isSent = delivery?.version === version && (sent ?? 0) >= version;
    return {
      version,
      current: place === 0,
      words: place === 0 ? sentenceOf(result) : (words.get(version) ?? NOT_OPENED),
      ...(isSent && delivery ? { sentAt: delivery.sentAt } : {}),
    };
  });
}
