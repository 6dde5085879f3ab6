import { type FieldGroup, RANK } from '../../../schemas/chart.ts';
import { canonicalJson } from '../../fhir/canonical.ts';
import { makeGroup } from '../../fhir/groups.ts';
import type { KindSource } from './contents.ts';

/** A group of an ImagingStudy that holds one statement as JSON in an extension, stamped by the object's own times. */
export const studyGroup = (
  { header, receivedAt }: Pick<KindSource, 'header' | 'receivedAt'>,
  url: string,
  statement: unknown,
  rank: number = RANK.final,
): FieldGroup =>
  makeGroup(
    { extension: [{ url, valueString: canonicalJson(statement) }] },
    { time: header.sourceTime, rank, receivedAt },
  );
