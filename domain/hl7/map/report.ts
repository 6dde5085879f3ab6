import { RANK } from '../../../schemas/chart.ts';
import { resourceId } from '../../fhir/identifiers.ts';
import type { Draft } from './draft.ts';
import type { RecordOfPatient } from './identity.ts';
import { encounterReference, orderKey, subjectReference } from './keys.ts';
import { noteText, type Observed, type OrderBlock } from './orders.ts';
import { interpreterOf } from './people.ts';
import { REPORT_STATES, STATE_NOT_SAID } from './result.ts';
import { accessionIdentifier, accessionOf, mapAnsweredOrder, orderIdentifiers } from './service.ts';
import { ICD10, SNOMED, termOf } from './terms.ts';

const PRESENT = '52101004';
const ABSENT = '2667000';
/** SNOMED CT "Clinical finding absent (situation)" with its attribute "Associated finding": the form in which SNOMED denies. */
const ABSENT_FINDING = '373572006:246090004=';

/** What a radiologist states in code: a finding or diagnosis that is there, or is not. */
export type Statement = { readonly system: string; readonly code: string; readonly state: 'present' | 'absent' };

/** The coded statements of a DiagnosticReport that `mapRadiologyReport` made. */
export function statementsOf(report: fhir4.DiagnosticReport): Statement[] {
  return (report.conclusionCode ?? []).flatMap(({ coding = [] }) =>
    coding.flatMap(({ system, code }): Statement[] => {
      if (system === undefined || code === undefined) return [];
      if (system === SNOMED && code.startsWith(ABSENT_FINDING))
        return [{ system, code: code.slice(ABSENT_FINDING.length), state: 'absent' }];
      return [{ system, code, state: 'present' }];
    }),
  );
}

/**
 * A radiologist's report (ORU of a `ris`, or OBR-24 of radiology) → DiagnosticReport, group `report`: text in `conclusion`,
 * coded statements in `conclusionCode`, the study by its accession number. OBR-25 C corrects it, X takes it back.
 */
export function mapRadiologyReport(block: OrderBlock, patient: RecordOfPatient, draft: Draft): void {
  const { obr } = block;
  if (obr === undefined) return;
  const key = orderKey(block, patient, draft);
  const id = resourceId(draft.context.idKey, 'DiagnosticReport', key);
  const reported = draft.time(obr.text(22));
  const time = reported?.earliest ?? draft.sourceTime;
  const state = obr.text(25)?.toUpperCase() ?? '';
  if (state === 'X' || state === 'Y' || state === 'Z') {
    const gone = draft.group({}, { time, rank: RANK.cancelled, deleted: true });
    draft.put(patient, 'DiagnosticReport', id, { report: gone });
    return;
  }
  const { status, rank } = REPORT_STATES[state] ?? STATE_NOT_SAID;
  const order = mapAnsweredOrder(block, patient, draft, time);
  const accession = accessionOf(block, draft);
  const term = termOf(obr.first(4), draft, 'service');
  const interpreter = interpreterOf(obr.first(32));
  const examined = draft.time(obr.text(7));
  const valid = block.observed.filter(
    ({ obx }) => !['D', 'W', 'X', 'N', 'O'].includes(obx.text(11)?.toUpperCase() ?? ''),
  );
  const statements = valid.flatMap((observed) => statementOf(observed, draft) ?? []);
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
      identifier: orderIdentifiers(block, patient, draft),
      ...(order && { basedOn: [order] }),
      ...(examined && { effectiveDateTime: examined.dateTime }),
      ...(reported?.dateTime.includes('T') && { issued: reported.dateTime }),
      ...(interpreter && { resultsInterpreter: [interpreter] }),
      ...(accession !== undefined && {
        imagingStudy: [{ type: 'ImagingStudy', identifier: accessionIdentifier(accession, draft.context.clinic.oid) }],
      }),
      ...(conclusion !== '' && { conclusion }),
      ...(statements.length > 0 && { conclusionCode: statements }),
    },
    { time, rank },
  );
  draft.put(patient, 'DiagnosticReport', id, { report });
}

const isCoded = ({ obx }: Observed): boolean => ['CWE', 'CE', 'CNE'].includes(obx.text(2)?.toUpperCase() ?? '');

/** A SNOMED CT finding in OBX-3 answered present or absent, or a diagnosis or finding in OBX-5. */
function statementOf(observed: Observed, draft: Draft): fhir4.CodeableConcept | undefined {
  if (!isCoded(observed)) return undefined;
  const { obx } = observed;
  const asked = termOf(obx.first(3), draft)?.concept;
  const answered = termOf(obx.first(5), draft)?.concept;
  const finding = asked?.coding?.find(({ system }) => system === SNOMED);
  const answer = answered?.coding?.find(({ system }) => system === SNOMED)?.code;
  if (finding?.code !== undefined && answer === PRESENT)
    return { coding: [finding], text: asked?.text ?? finding.code };
  if (finding?.code !== undefined && answer === ABSENT) {
    const coding = { system: SNOMED, code: `${ABSENT_FINDING}${finding.code}` };
    return { coding: [coding], text: `absent: ${asked?.text ?? finding.code}` };
  }
  const known = answered?.coding?.filter(({ system }) => system === ICD10 || system === SNOMED) ?? [];
  if (known.length > 0) return { coding: known, ...(answered?.text && { text: answered.text }) };
  return undefined;
}

/** The words of a line: plain text as it is, a coded answer nobody could read as a statement by its name. */
function textOf(observed: Observed): string | undefined {
  const { obx, notes } = observed;
  const type = obx.text(2)?.toUpperCase() ?? '';
  const sent = obx.repetitions(5);
  const words = ['ED', 'RP'].includes(type)
    ? ''
    : isCoded(observed)
      ? sent.map((repetition) => repetition.text(2) ?? repetition.text(1) ?? '').join('; ')
      : sent.map((repetition) => repetition.literal()).join('\n');
  const named = isCoded(observed) && words !== '' ? `${obx.text(3, 2) ?? obx.text(3) ?? ''}: ${words}` : words;
  return [named.trim(), noteText(notes) ?? ''].filter((text) => text !== '').join('\n') || undefined;
}
