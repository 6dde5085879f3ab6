import { readHl7 } from '../../domain/hl7/read/read.ts';
import { OkaError } from '../../schemas/errors.ts';

/** What a record system needs of an ORU^R01 of Oka to apply it rightly (docs/hl7-results.md). */
export type ReadOru = {
  readonly controlId: string;
  /** OBR-3: our number of the result, the same in all its versions. */
  readonly filler: string;
  readonly version: number;
  /** OBX-11 is W: take it out of sight and say so. */
  readonly withdrawn: boolean;
  /** OBX `notify`: whether this version is news for the physician. */
  readonly notify: boolean;
  /** First number of the patient (PID-3). */
  readonly patient: string;
  /** The FHIR Bundle as JSON, where the edge sends it along. */
  readonly bundle?: unknown;
};

/**
 * Reads an ORU^R01 of Oka.
 * @throws OkaError `not-hl7`, `hl7-structure` for another message, or one without number or version
 */
export function readOru(bytes: Uint8Array): ReadOru {
  const [message] = readHl7(bytes);
  const obx = message?.all('OBX') ?? [];
  const rowOf = (code: string) => obx.find((row) => row.text(3) === code);
  const version = Number(rowOf('version')?.text(5));
  const filler = message?.first('OBR')?.text(3);
  if (message === undefined || filler === undefined || !Number.isInteger(version) || version < 1)
    throw new OkaError('hl7-structure', 'OBR-3 and the OBX "version" of a result of Oka');
  const bundle = rowOf('bundle')?.text(5, 5);
  return {
    controlId: message.first('MSH')?.text(10) ?? '',
    filler,
    version,
    withdrawn: obx.some((row) => row.text(11) === 'W'),
    notify: rowOf('notify')?.text(5) === 'Y',
    patient: message.first('PID')?.text(3) ?? '',
    ...(bundle === undefined ? {} : { bundle: JSON.parse(Buffer.from(bundle, 'base64').toString('utf8')) as unknown }),
  };
}
