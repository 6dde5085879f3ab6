import { z } from 'zod';
import { DerivedId } from '../chart.ts';
import { ClinicId, Instant } from '../input.ts';
import { Bilingual } from '../result.ts';
import { DeskPatient } from './desk-parts.ts';
import { json, none, type Route } from './route.ts';

const text = z.string().trim().min(1).max(200);

/** Numbers of one patient as a record system knows him (FHIR R4 Identifier): the domain's OID and the value. */
export const FindBody = z.strictObject({
  identifiers: z
    .array(z.strictObject({ system: text, value: text }))
    .min(1)
    .max(20),
});
export type FindBody = z.infer<typeof FindBody>;

/** A person that the numbers lead to. */
export const FoundPerson = z.strictObject({
  /** The record that the first of his numbers names, or the one it was merged into. */
  record: DerivedId,
  /** All records of the person whose patients the reader may see: each of them is the same human being. */
  records: z.array(DerivedId),
  clinic: ClinicId,
  clinicTitle: Bilingual,
  patient: DeskPatient,
  /** His numbers in domains of the region, as the records have them. */
  identifiers: z.array(z.strictObject({ system: text, value: text })),
});
export type FoundPerson = z.infer<typeof FoundPerson>;

/** More than one person: the record system's patient is several here, and none of them may be opened for him. */
export const FindAnswer = z.strictObject({ asOf: Instant, found: z.array(FoundPerson) });
export type FindAnswer = z.infer<typeof FindAnswer>;

export const DESK_FIND_ROUTES: readonly Route[] = [
  {
    method: 'POST',
    path: '/desk-api/find',
    function: 'desk',
    operationId: 'deskFind',
    summary:
      'Whose records the numbers of a record system’s patient lead to, among the patients of the reader’s clinics. The numbers travel in the body, so that no address holds one.',
    parameters: none,
    json: FindBody,
    success: json(200, FindAnswer),
    refusals: ['malformed-request'],
  },
];
