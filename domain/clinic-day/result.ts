import type { DayDelivery, DayResult } from '../../schemas/api/clinic-day.ts';
import type { Bilingual, Delivery, Result } from '../../schemas/result.ts';
import { deviceWords } from '../dicom/kinds/device-item.ts';
import { saidBy as saidByRule } from '../fhir/bundle/advice.ts';
import { saidByDevice } from '../fhir/bundle/device-finding.ts';
import { saidBy as saidOfImage } from '../fhir/bundle/finding.ts';

/**
 * A result in the very lines that the record system is sent: who says it is among them, a withdrawal is the first
 * (domain/fhir/bundle). Made by the region and, of what the connector took, by the edge: both show the same words.
 */
export function dayResult(result: Result): DayResult {
  const { resultId, record, version, state, severity, content, sourceTime } = result;
  return {
    ...{ resultId, record, version, state, severity, kind: content.kind },
    ...(content.kind === 'finding' ? { finding: content.state, basis: content.basis } : {}),
    title: titleOf(content),
    lines: linesOf(result),
    sourceTime,
  };
}

function linesOf(result: Result): Bilingual[] {
  const { content } = result;
  if (content.kind === 'finding') return saidOfImage(result, content);
  return content.kind === 'device-finding' ? saidByDevice(result, content) : saidByRule(result, content);
}

/** What was looked for, not what was found: "Pneumonia" alone would read as a diagnosis. */
function titleOf(content: Result['content']): Bilingual {
  if (content.kind === 'advice') return content.summary;
  if (content.kind === 'device-finding') {
    const words = deviceWords(content.device);
    return { ru: `ИИ другого производителя: ${words}`, en: `AI of another manufacturer: ${words}` };
  }
  const { ru, en } = content.label.title;
  return {
    ru: `ИИ-анализ снимка. Искали признаки: ${lower(ru)}`,
    en: `AI analysis of the image. Looked for signs of: ${lower(en)}`,
  };
}

const lower = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1);

/** The way of a result without what is only the region's: deadlines and the words of the record system stay there. */
export const dayDelivery = (delivery: Delivery, changedAt: string): DayDelivery => {
  const { resultId, record, version, sentAt, delivered, acknowledged, overdueSince } = delivery;
  return {
    ...{ resultId, record, version, sentAt, changedAt },
    ...(delivered ? { delivered: { at: delivered.at, code: delivered.code } } : {}),
    ...(acknowledged ? { acknowledged } : {}),
    ...(overdueSince ? { overdueSince } : {}),
  };
};
