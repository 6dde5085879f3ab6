import { OkaError } from '../../schemas/errors.ts';
import type { BinaryReader } from './binary.ts';
import { fetchBundle, readBundle, UnreadableBundle } from './bundle.ts';
import type { Destination, Outgoing } from './destination.ts';
import type { Letter } from './letter.ts';

/** A letter with what is sent, or why it can never be sent. */
export type Prepared =
  | { readonly bundle: Record<string, unknown>; readonly wire: string }
  /** `bundle`: it can be shown all the same; only this record system cannot be told it. */
  | { readonly unsendable: string; readonly bundle?: Record<string, unknown> };

/**
 * Fetches the bundle where it did not come with the message, holds it to the message, and writes what is sent.
 * Errors: ApiFailed when the region may give the bundle later.
 */
export async function prepare(
  { data }: Letter,
  { readBinary, destination }: { readonly readBinary: BinaryReader; readonly destination: Destination },
): Promise<Prepared> {
  let bundle: Record<string, unknown>;
  let outgoing: Outgoing;
  try {
    bundle = (await fetchBundle(data, readBinary)) as Record<string, unknown>;
    const { result } = readBundle(bundle, data);
    if (result === undefined) return { unsendable: 'the bundle carries no result', bundle };
    const fhir = bundle as unknown as fhir4.Bundle;
    const patient = fhir.entry?.map(({ resource }) => resource).find((one) => one?.resourceType === 'Patient');
    outgoing = { result, patient: patient as fhir4.Patient, bundle: fhir };
  } catch (cause) {
    if (cause instanceof UnreadableBundle) return { unsendable: cause.message };
    throw cause;
  }
  try {
    return { bundle, wire: Buffer.from(destination.write(outgoing)).toString('base64') };
  } catch (cause) {
    const why = cause instanceof OkaError ? (cause.detail ?? cause.code) : 'it cannot be written for this system';
    return { unsendable: why, bundle };
  }
}
