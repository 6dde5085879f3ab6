import type { Result } from '../../schemas/result.ts';
import { canonicalHash } from '../fhir/canonical.ts';

/** Names a result for ever: record, what it is about, who says it (contract 2). SHA-256 in hexadecimal. */
export const resultId = (record: string, subject: string, producer: string): string =>
  canonicalHash([record, subject, producer]);

/**
 * What a result says, as one hash: producer version, conclusions, basis and cited facts (id, value, time). No stamps,
 * revisions or receipt times, nor what a finding was made of; no `detail`, which only spells out the rest (contract 2).
 */
export function contentHash(
  result: Pick<Result, 'producerVersion' | 'severity' | 'content' | 'agreement' | 'cited'>,
): string {
  const { producerVersion, severity, content, agreement, cited } = result;
  const facts = cited.map(({ reference, label, value, time }) => ({ reference, label: label.en, value, time }));
  return canonicalHash({ producerVersion, severity, conclusions: conclusionsOf(content), agreement, facts });
}

function conclusionsOf(content: Result['content']): object {
  if (content.kind === 'finding') {
    // The same film in another encoding, or seen on another processor, says nothing new.
    const { made: _, ...said } = content;
    return said;
  }
  if (content.kind === 'device-finding') return content;
  const { rule, matter, severity, summary, action, score, missing, form } = content;
  return { rule, matter, severity, summary, action, score, missing, form };
}

/** Nothing is left to say: the same for every content that was withdrawn, so that its history does not matter. */
export const withdrawnHash = (id: string): string => canonicalHash({ withdrawn: id });
