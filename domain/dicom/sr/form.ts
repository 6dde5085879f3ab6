import { createHash } from 'node:crypto';
import type { Finding, Result } from '../../../schemas/result.ts';
import { NOT_CONFIRMED } from '../../fhir/bundle/parts.ts';
import type { Elements } from '../write/data-set.ts';
import { derivedUid } from '../write/uid.ts';
import { codeElements, dcm } from './code.ts';
import type { SourceImage } from './source.ts';
import { writtenTime } from './when.ts';

/** What the UIDs of a form follow from. */
export type FormIdentity = {
  readonly result: Result;
  readonly finding: Finding;
  /** The model is not accepted for use in the region: everything made of it says so. */
  readonly research: boolean;
};

/** All that a form in DICOM is made of; equal ones give equal bytes. */
export type FormSource = FormIdentity & {
  /** The image that the finding speaks of. */
  readonly source: SourceImage;
  /** IANA zone of the clinic, for an image that states no offset. */
  readonly zone: string;
};

export type FormKind = 'report' | 'note' | 'heat-map';

export const MANUFACTURER = 'Oka';
/** The last digit of the series number; a series number is type 1 in a document series (PS3.3 §C.17.1). */
const DIGITS = { report: 1, 'heat-map': 2, note: 3 } as const satisfies Record<FormKind, number>;

/** Series of forms stand after those of any modality, those of different models apart. */
function seriesNumberOf({ model }: Finding, kind: FormKind): number {
  const place = createHash('sha256').update(model.id).digest().readUInt16BE() % 100;
  return 9000 + 10 * place + DIGITS[kind];
}

/** One series for each kind of form of a result and model version: equipment is the same throughout a series (PS3.3 §A.1.2.5). */
export const seriesUidOf = ({ result, finding, research }: FormIdentity, kind: FormKind): string =>
  derivedUid(result.resultId, 'series', kind, finding.model.version, finding.model.sha256, research ? 'research' : '');
/** A version of a result names its content by its hash, so no UID ever stands for two contents. */
export const instanceUidOf = ({ resultId, version, contentHash }: Result, kind: FormKind): string =>
  derivedUid(resultId, kind, String(version), contentHash);
/** The model version as a device: the same wherever it runs. */
export const deviceUidOf = ({ model }: Finding): string => derivedUid('model', model.id, model.version, model.sha256);

/**
 * What all forms of a result have alike: the patient and study of the image, a series of its own, the model as equipment (IHE
 * RAD AIR §6.5.3.1 wants it in Contributing Equipment, in the very words of the content tree), and the time at which its
 * sources stood; no clock takes part.
 */
export function commonElements(form: FormSource, kind: FormKind) {
  const { result, finding, source, zone, research } = form;
  const { date, time } = writtenTime(result.sourceTime, source.offset, zone);
  const { id, version, sha256 } = finding.model;
  const equipment = { Manufacturer: MANUFACTURER, ManufacturerModelName: id, SoftwareVersions: version };
  return {
    ...source.identification,
    SOPInstanceUID: instanceUidOf(result, kind),
    SeriesInstanceUID: seriesUidOf(form, kind),
    SeriesNumber: seriesNumberOf(finding, kind),
    SeriesDescription: seriesDescription(form),
    InstanceNumber: result.version,
    InstanceCreationDate: date,
    InstanceCreationTime: time,
    ContentDate: date,
    ContentTime: time,
    ...equipment,
    DeviceSerialNumber: sha256,
    ContributingEquipmentSequence: [
      {
        ...equipment,
        DeviceUID: deviceUidOf(finding),
        ContributionDescription: `AI model, weights SHA-256 ${sha256}`,
        PurposeOfReferenceCodeSequence: [codeElements(dcm('109102', 'Processing Equipment'))],
      },
    ],
    // PS3.3 §C.12.1 and §C.8.13.2.1.1: not "produced with approved hardware and software". We never claim PRODUCT ourselves.
    ...(research ? { ContentQualification: 'RESEARCH' } : {}),
  } satisfies Elements;
}

/** Series list of a viewer: who says it comes first. LO takes 64 characters; a title that does not fit is left out. */
export function seriesDescription({ finding, research }: Pick<FormSource, 'finding' | 'research'>, what = ''): string {
  const head = `${research ? 'RESEARCH, ' : ''}AI, unconfirmed${what}`;
  const full = `${head}: ${finding.label.title.en}`;
  return full.length <= 64 ? full : head;
}

/** Contract 9, in both languages, and where the model is not accepted here, that too. */
export function caveats(research: boolean): { readonly en: string; readonly ru: string } {
  return research
    ? {
        en: `RESEARCH: the model is not accepted for use here. ${NOT_CONFIRMED.en}.`,
        ru: `ИССЛЕДОВАНИЕ: модель здесь не принята к применению. ${NOT_CONFIRMED.ru}.`,
      }
    : { en: `${NOT_CONFIRMED.en}.`, ru: `${NOT_CONFIRMED.ru}.` };
}
