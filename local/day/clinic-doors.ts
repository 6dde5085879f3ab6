import { readFile } from 'node:fs/promises';
import { type ObjectToSend, type Peer, store } from '../../edge/dicom/client.ts';
import { fileObject } from '../../edge/dicom/file-object.ts';
import type { MllpClient } from '../../edge/mllp/client.ts';
import type { DayFile } from '../../schemas/day.ts';
import { OkaError } from '../../schemas/errors.ts';

/** The doors of one clinic's edge: its systems send HL7 over MLLP, its modalities C-STORE. */
export type ClinicDoors = { readonly clinic: string; readonly mllp: MllpClient; readonly dicom: Peer };

/** Sends a file as a system of the clinic does; nothing when the edge said yes. */
export async function knock({ mllp, dicom }: ClinicDoors, file: DayFile, path: string): Promise<OkaError | undefined> {
  if (file.kind === 'record') return sendMessage(mllp, path);
  const object: ObjectToSend = { ...(await fileObject(path)), ...(file.urgent ? { priority: 'high' } : {}) };
  const [outcome] = await store(dicom, [object]);
  if (outcome === undefined || outcome.class === 'done') return undefined;
  return new OkaError(outcome.class === 'permanent' ? 'malformed-request' : 'unavailable', `DICOM: ${outcome.why}`);
}

async function sendMessage(client: MllpClient, path: string): Promise<OkaError | undefined> {
  const { class: answer, code } = await client.send(await readFile(path));
  if (answer === 'accepted') return undefined;
  return new OkaError(answer === 'permanent' ? 'malformed-request' : 'unavailable', `MLLP: ${code ?? 'no answer'}`);
}
