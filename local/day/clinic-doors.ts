import { readFile } from 'node:fs/promises';
import { type ObjectToSend, type Outcome, type Peer, store } from '../../edge/dicom/client.ts';
import { readDataset } from '../../edge/dicom/dimse/read-dataset.ts';
import { fileObject } from '../../edge/dicom/file-object.ts';
import { STATUS } from '../../edge/dicom/services.ts';
import { createStep, setStep } from '../../edge/dicom/testing/modality.ts';
import { SOP_CLASS } from '../../edge/dicom/uids.ts';
import type { MllpClient } from '../../edge/mllp/client.ts';
import type { DayFile } from '../../schemas/day.ts';
import { OkaError } from '../../schemas/errors.ts';

/** The doors of one clinic's edge: its systems send HL7 over MLLP, its modalities C-STORE and MPPS. */
export type ClinicDoors = { readonly clinic: string; readonly mllp: MllpClient; readonly dicom: Peer };

/** Sends a file as a system of the clinic does; nothing when the edge said yes. */
export async function knock({ mllp, dicom }: ClinicDoors, file: DayFile, path: string): Promise<OkaError | undefined> {
  if (file.kind === 'record') return sendMessage(mllp, path);
  const object: ObjectToSend = { ...(await fileObject(path)), ...(file.urgent ? { priority: 'high' } : {}) };
  const isStep = object.sopClassUid === SOP_CLASS.procedureStep;
  const [outcome] = isStep ? [await tellStep(dicom, object)] : await store(dicom, [object]);
  if (outcome === undefined || outcome.class === 'done') return undefined;
  return new OkaError(outcome.class === 'permanent' ? 'malformed-request' : 'unavailable', `DICOM: ${outcome.why}`);
}

async function sendMessage(client: MllpClient, path: string): Promise<OkaError | undefined> {
  const { class: answer, code } = await client.send(await readFile(path));
  if (answer === 'accepted') return undefined;
  return new OkaError(answer === 'permanent' ? 'malformed-request' : 'unavailable', `MLLP: ${code ?? 'no answer'}`);
}

/** A procedure step as a modality tells it: begun, and ended with what came of it (PS3.4 §F.7.2). */
async function tellStep(dicom: Peer, { sopInstanceUid, encodings }: ObjectToSend): Promise<Outcome> {
  const [encoding] = encodings;
  if (encoding === undefined) return { class: 'permanent', why: 'it has no data set' };
  const pieces: Uint8Array[] = [];
  for await (const piece of encoding.read()) pieces.push(piece);
  const {
    SOPClassUID: _,
    SOPInstanceUID: __,
    ...step
  } = readDataset(Buffer.concat(pieces), encoding.transferSyntaxUid);
  const ended = Object.fromEntries(Object.entries(step).filter(([keyword]) => AT_THE_END.has(keyword)));
  const begun = Object.fromEntries(Object.entries(step).filter(([keyword]) => !AT_THE_END.has(keyword)));
  const first = await createStep(dicom, sopInstanceUid, {
    ...begun,
    PerformedStationAETitle: dicom.callingAe ?? '',
    PerformedProcedureStepStatus: 'IN PROGRESS',
  });
  // On a second `npm start` the edge knows the step and its end.
  if (first.class !== 'done') return first.status === STATUS.duplicateInstance ? { class: 'done' } : first;
  return setStep(dicom, sopInstanceUid, ended);
}

const AT_THE_END: ReadonlySet<string> = new Set([
  'PerformedProcedureStepStatus',
  'PerformedProcedureStepEndDate',
  'PerformedProcedureStepEndTime',
  'PerformedProcedureStepDiscontinuationReasonCodeSequence',
  'PerformedSeriesSequence',
]);
