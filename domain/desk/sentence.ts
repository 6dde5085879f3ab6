import type { Bilingual, Result } from '../../schemas/result.ts';
import { deviceWords } from '../dicom/kinds/device-item.ts';
import { findingText } from '../recognition/words.ts';

const WITHDRAWN: Bilingual = { en: 'Withdrawn', ru: 'Отозвано' };

/** What a result says in one sentence: the line of a work list, and what is read back of a critical one. */
export function sentenceOf({ content, state }: Pick<Result, 'content' | 'state'>): Bilingual {
  const said = saidOf(content);
  if (state === 'current') return said;
  return { en: `${WITHDRAWN.en}: ${said.en}`, ru: `${WITHDRAWN.ru}: ${said.ru}` };
}

function saidOf(content: Result['content']): Bilingual {
  if (content.kind === 'advice') return content.summary;
  if (content.kind === 'finding') return findingText(content);
  const words = deviceWords(content.device);
  const [first] = content.says;
  const said = first ? `: ${first.name} ${first.value}` : '';
  return { en: `AI of another manufacturer (${words})${said}`, ru: `ИИ другого производителя (${words})${said}` };
}

/** Said by a program that looked at an image: "AI, unconfirmed" stands beside it. A rule counts, and is no AI. */
export const isOfAi = ({ content }: Pick<Result, 'content'>): boolean => content.kind !== 'advice';
