import { z } from 'zod';
import { Bilingual } from '../../schemas/result.ts';
import type { Source } from './sources.ts';

/** Extension of a signed order: what it was signed for, as JSON. */
const FOLLOW_UP_EXTENSION = 'https://oka.health/fhir/follow-up';

const Asked = z.strictObject({
  record: z.string(),
  reference: z.string(),
  reportedAt: z.string(),
  when: z.strictObject({ earliest: z.number(), latest: z.number() }),
  sentence: z.string(),
  by: z.string(),
  what: Bilingual,
  reason: Bilingual,
  months: z.number().optional(),
  ways: z.array(z.string()),
  regions: z.array(z.string()),
  own: z.string().optional(),
  visit: z.enum(['biopsy', 'eye']).optional(),
});

export const askedExtension = (source: Source): fhir4.Extension => ({
  url: FOLLOW_UP_EXTENSION,
  valueString: JSON.stringify(source),
});

/** The follow-up for which an order was signed, as long as the order stands. */
export function askedBy({ status, extension = [] }: fhir4.ServiceRequest): Source | undefined {
  const text = extension.find(({ url }) => url === FOLLOW_UP_EXTENSION)?.valueString;
  if (text === undefined || status !== 'active') return undefined;
  return Asked.parse(JSON.parse(text)) as Source;
}
