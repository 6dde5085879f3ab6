import { RANK } from '../../../../schemas/chart.ts';
import { resourceId } from '../../../fhir/identifiers.ts';
import { ABSENT, ICD10, PRESENT, SNOMED } from '../../../fhir/systems.ts';
import { isDocument } from '../documents/document.ts';
import type { Draft } from '../draft.ts';
import { encounterReference, orderKey, subjectReference } from '../keys.ts';
import { noteText, type Observed, type OrderBlock } from '../orders/orders.ts';
import { basedOnOrder, completeOrder, orderNumbers, registerAccession } from '../orders/service.ts';
import type { RecordOfPatient } from '../patients/identity.ts';
import { interpreterOf } from '../people.ts';
import { termOf } from '../terms.ts';
import { reportLinks } from './report-links.ts';
import { reportState } from './report-state.ts';
import { aroundOrder, mapFact } from './result.ts';
import { valueText } from './value-text.ts';

/**
 * A radiologist's report (ORU of a `ris`, or OBR-24 of radiology) → DiagnosticReport, group `report`: text in `conclusion`,
 * the study by its accession number. A finding stated present or absent is a contained Observation in `result`, one that
 * is present and a diagnosis also stand in `conclusionCode`. OBR-25 C corrects the whole, X takes it back. Several OBR under
 * one number are one report: what one says must not take the place of what the other says.
 */
export function mapRadiologyReport(blocks: readonly OrderBlock[], patient: RecordOfPatient, draft: Draft): void {
  const block = asOne(blocks);
  const obr = block?.obr;
  if (block === undefined || obr === undefined) return;
  const key = orderKey(block, patient, draft);
  const id = resourceId(draft.context.idKey, 'DiagnosticReport', key);
  const reported = draft.time(obr.text(22));
  const time = reported?.earliest ?? draft.sourceTime;
  const state = reportState(blocks);
  if (state === undefined) {
    const gone = draft.group({}, { time, rank: RANK.cancelled, deleted: true });
    draft.put(patient, 'DiagnosticReport', id, { report: gone });
    return;
  }
  const { status, rank } = state;
  if (state.answered) completeOrder(block, patient, draft, time);
  const accession = registerAccession(block, patient, draft);
  const identifiers = [...orderNumbers(block), ...accession];
  const term = termOf(obr.first(4), draft, 'service');
  const interpreter = interpreterOf(obr.first(32));
  const examined = draft.time(obr.text(7));
  const valid = block.observed.filter(
    ({ obx }) => !['D', 'W', 'X', 'N', 'O'].includes(obx.text(11)?.toUpperCase() ?? ''),
  );
  const stated = valid.flatMap((observed) => statedFinding(observed, status, draft) ?? []);
  const contained = stated.map((finding, index) => ({ ...finding, id: `statement-${index + 1}` }));
  const concluded = valid.flatMap((observed) => conclusionOf(observed, draft) ?? []);
  const conclusion = [...valid.map((observed) => textOf(observed)), noteText(block.notes)]
    .filter((text) => text !== undefined && text !== '')
    .join('\n');
  const report = draft.group(
    {
      status,
      category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'RAD' }] }],
      code: term?.concept ?? { text: 'OBR-4' },
      ...subjectReference(patient),
      ...encounterReference(draft, patient),
      identifier: identifiers,
      ...basedOnOrder(identifiers),
      ...(examined && { effectiveDateTime: examined.dateTime }),
      ...(reported?.dateTime.includes('T') && { issued: reported.dateTime }),
      ...(interpreter && { resultsInterpreter: [interpreter] }),
      ...(accession.length > 0 && {
        imagingStudy: accession.map((identifier) => ({ type: 'ImagingStudy', identifier })),
      }),
      ...(conclusion !== '' && { conclusion }),
      ...(contained.length > 0 && { contained, result: contained.map((one) => ({ reference: `#${one.id}` })) }),
      ...(concluded.length > 0 && { conclusionCode: concluded }),
    },
    { time, rank },
  );
  const around = aroundOrder(block, key, [], draft, new Map());
  const files = block.observed
    .filter(isDocument)
    .flatMap((observed) => mapFact(observed, around, block, patient, draft) ?? []);
  draft.put(patient, 'DiagnosticReport', id, { report, ...reportLinks(files, draft) });
}

/** The first that is not cancelled, with what all that are not say; the first of all where there is none. */
function asOne(blocks: readonly OrderBlock[]): OrderBlock | undefined {
  const standing = blocks.filter((block) => reportState([block]) !== undefined);
  const [first = blocks[0]] = standing;
  return (
    first && {
      ...first,
      notes: standing.flatMap(({ notes }) => notes),
      observed: standing.flatMap(({ observed }) => observed),
    }
  );
}

const isCoded = ({ obx }: Observed): boolean => ['CWE', 'CE', 'CNE'].includes(obx.text(2)?.toUpperCase() ?? '');

const onlySnomed = (concept: fhir4.CodeableConcept | undefined): fhir4.Coding | undefined =>
  concept?.coding?.find(({ system }) => system === SNOMED);

/** A SNOMED CT finding in OBX-3 that OBX-5 answers present or absent, as an Observation of the report. */
function statedFinding(observed: Observed, status: string, draft: Draft): Omit<fhir4.Observation, 'id'> | undefined {
  if (!isCoded(observed)) return undefined;
  const asked = termOf(observed.obx.first(3), draft)?.concept;
  const answered = termOf(observed.obx.first(5), draft)?.concept;
  const answer = onlySnomed(answered)?.code;
  if (asked === undefined || onlySnomed(asked) === undefined || answered === undefined) return undefined;
  if (answer !== PRESENT && answer !== ABSENT) return undefined;
  return {
    resourceType: 'Observation',
    // The states of a report that an Observation does not know are not yet final.
    status: status === 'final' || status === 'corrected' ? status : 'preliminary',
    code: asked,
    valueCodeableConcept: answered,
  };
}

/** What the report concludes in code: a finding that is present, or a diagnosis or finding in OBX-5. */
function conclusionOf(observed: Observed, draft: Draft): fhir4.CodeableConcept | undefined {
  if (!isCoded(observed)) return undefined;
  const asked = termOf(observed.obx.first(3), draft)?.concept;
  const answered = termOf(observed.obx.first(5), draft)?.concept;
  const answer = onlySnomed(answered)?.code;
  if (onlySnomed(asked) !== undefined && answer === PRESENT) return asked;
  if (answer === PRESENT || answer === ABSENT) return undefined;
  const coding = answered?.coding?.filter(({ system }) => system === ICD10 || system === SNOMED) ?? [];
  return coding.length === 0 ? undefined : { coding, ...(answered?.text && { text: answered.text }) };
}

/**
 * The words of a line: plain text as it is, all else behind the name of what is asked: a number with its unit, a coded answer
 * nobody could read as a statement by its name.
 */
function textOf(observed: Observed): string | undefined {
  const { obx, notes } = observed;
  const words = valueText(obx);
  const unit = obx.text(6, 1) ?? obx.text(6, 2);
  const isText = ['TX', 'FT', 'ST', ''].includes(obx.text(2)?.toUpperCase() ?? '');
  const isPlain = words === '' || (isText && unit === undefined);
  const named = isPlain ? words : `${obx.text(3, 2) ?? obx.text(3) ?? ''}: ${words}${isText ? ` ${unit}` : ''}`;
  return [named.trim(), noteText(notes) ?? ''].filter((text) => text !== '').join('\n') || undefined;
}
