import { writeDicom } from '../write/write.ts';
import { dcm } from './code.ts';
import { commonElements, deviceUidOf, type FormSource } from './form.ts';
import { coded, composite, container, contains, context, image, language, text, uidRef } from './item.ts';
import { hierarchyOf, type PlacedReference } from './references.ts';
import { COMPREHENSIVE_3D_SR } from './report.ts';

export const KEY_OBJECT_SELECTION = '1.2.840.10008.5.1.4.1.1.88.59';

/**
 * A Key Object Selection that takes forms back (IHE RAD TF-3 §4.66, PS3.16 TID 2010): "Rejected for Patient Safety Reasons",
 * which a PACS hides from everybody (docs/decisions/dicom-forms.md). It names what is rejected and no value.
 * @param rejected at least one; all of the result's study
 */
export function writeRejectionNote(form: FormSource, rejected: readonly PlacedReference[]): Uint8Array {
  const { finding } = form;
  return writeDicom({
    ...commonElements(form, 'note'),
    ...container(
      dcm('113037', 'Rejected for Patient Safety Reasons'),
      [
        language('en'),
        context(coded(dcm('121005', 'Observer Type'), dcm('121007', 'Device'))),
        context(uidRef(dcm('121012', 'Device Observer UID'), deviceUidOf(finding))),
        context(text(dcm('121013', 'Device Observer Name'), `${finding.model.id} ${finding.model.version}`)),
        contains(text(dcm('113012', 'Key Object Description'), WITHDRAWN)),
        ...rejected.map((one) =>
          contains(one.sopClassUid === COMPREHENSIVE_3D_SR ? composite(one) : image(undefined, one)),
        ),
      ],
      '2010',
    ),
    SOPClassUID: KEY_OBJECT_SELECTION,
    Modality: 'KO',
    ReferencedPerformedProcedureStepSequence: [],
    CurrentRequestedProcedureEvidenceSequence: hierarchyOf(rejected),
  });
}

const WITHDRAWN =
  'Отозвано: результат ИИ больше не действует, не использовать. / Withdrawn: this AI result no longer holds, do not use it.';
