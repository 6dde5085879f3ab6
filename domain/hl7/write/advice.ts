import type { Advice, Bilingual, Result } from '../../../schemas/result.ts';
import { SEVERITIES, saidBy } from '../../fhir/bundle/advice.ts';
import { plain } from '../../fhir/bundle/parts.ts';
import { codedText, type Observation } from './observations.ts';
import type { Hl7Writer } from './segment.ts';

const both = ({ ru, en }: Bilingual): string => `${ru} / ${en}`;

/**
 * Rows of one card: which rule says how grave it is, what to do, the whole text as the FHIR form has it, and the figures
 * of a score. A record system that knows HL7 v2 alone shows the same as one that reads FHIR.
 */
export function adviceRows(result: Result, advice: Advice, writer: Hl7Writer): Observation[] {
  const { text } = writer;
  const { rule, summary, action, matter, score = {} } = advice;
  const group = matter;
  const severity = codedText({ code: result.severity, text: both(SEVERITIES[result.severity]) }, writer);
  const flag = FLAGS[result.severity];
  return [
    {
      code: { code: rule.id, text: both(summary) },
      group,
      value: { type: 'CWE', written: severity },
      ...(flag && { flag }),
    },
    {
      code: { code: 'action', text: 'Что сделать / What to do' },
      group,
      value: { type: 'FT', written: text(plain([action])) },
    },
    {
      code: { code: 'text', text: 'Текст / Text' },
      group,
      value: { type: 'FT', written: text(plain(saidBy(result, advice))) },
    },
    ...Object.entries(score).map(([name, figure]): Observation => {
      const type = typeof figure === 'number' && !String(figure).includes('e') ? 'NM' : 'ST';
      return {
        code: { code: `${rule.id}/${name}`, text: name },
        group,
        value: { type, written: text(String(figure)) },
      };
    }),
  ];
}

/** OBX-8: what asks for attention is flagged. */
const FLAGS = { critical: 'AA', warning: 'A', info: undefined } as const;
