import type { Bilingual } from '../../../schemas/result.ts';
import { saidBy } from '../../fhir/bundle/finding.ts';
import { derivedUid } from '../write/uid.ts';
import { type ObjectToWrite, writeDicom } from '../write/write.ts';
import { CODING_SCHEMES, dcm, sct } from './code.ts';
import { findingGroup, usesOwnCodes } from './finding-group.ts';
import { caveats, commonElements, deviceUidOf, type FormSource, MANUFACTURER } from './form.ts';
import { imageLibrary } from './image-library.ts';
import { coded, container, contains, context, type Item, language, modifier, text, uidRef } from './item.ts';
import { hierarchyOf, type PlacedReference } from './references.ts';

export const COMPREHENSIVE_3D_SR = '1.2.840.10008.5.1.4.1.1.88.34';

export type ReportSource = FormSource & {
  /** The SR of an earlier version of this result that still stands (PS3.3 §C.17.2.2). */
  readonly predecessor?: PlacedReference | undefined;
  /** The heat map of this version, where there is one. */
  readonly heatMap?: PlacedReference | undefined;
};

/**
 * One version of a finding as Comprehensive 3D SR with TID 1500 Measurement Report, in the study of its image. UNVERIFIED and
 * PRELIMINARY for ever (contract 9); PARTIAL where not all was seen or nothing was assessed.
 */
export function writeReport(form: ReportSource): Uint8Array {
  const { result, finding, source, predecessor, heatMap } = form;
  const evidence = [source, ...(heatMap === undefined ? [] : [heatMap])];
  const object: ObjectToWrite = {
    ...commonElements(form, 'report'),
    ...measurementReport(form, saidBy(result, finding)),
    SOPClassUID: COMPREHENSIVE_3D_SR,
    Modality: 'SR',
    ReferencedPerformedProcedureStepSequence: [],
    CodingSchemeIdentificationSequence: usesOwnCodes(finding) ? CODING_SCHEMES : undefined,
    ...completion(form),
    VerificationFlag: 'UNVERIFIED',
    PreliminaryFlag: 'PRELIMINARY',
    PerformedProcedureCodeSequence: [],
    CurrentRequestedProcedureEvidenceSequence: hierarchyOf(evidence),
    PredecessorDocumentsSequence: predecessor && hierarchyOf([predecessor]),
  };
  return writeDicom(object);
}

function completion({ finding }: FormSource) {
  const why =
    finding.state === 'not-assessed'
      ? `Not assessed: ${finding.reason ?? 'unknown'}`
      : finding.basis === 'preview'
        ? 'Seen on a preview only; the full image follows'
        : finding.incomplete
          ? 'Not all images of the study were there'
          : undefined;
  return why === undefined
    ? { CompletionFlag: 'COMPLETE' }
    : { CompletionFlag: 'PARTIAL', CompletionFlagDescription: [...why].slice(0, 64).join('') };
}

/** TID 1500; rows are numbered as in PS3.16. */
function measurementReport(form: ReportSource, lines: readonly Bilingual[]): Item {
  const { finding, source } = form;
  const { id, version } = finding.model;
  return container(
    dcm('126000', 'Imaging Measurement Report'),
    [
      language('en'), // row 2
      // Row 3: TID 1001, the observer is a device (TID 1002, 1004).
      context(coded(dcm('121005', 'Observer Type'), dcm('121007', 'Device'))),
      context(uidRef(dcm('121012', 'Device Observer UID'), deviceUidOf(finding))),
      context(text(dcm('121013', 'Device Observer Name'), `${id} ${version}`)),
      context(text(dcm('121014', 'Device Observer Manufacturer'), MANUFACTURER)),
      context(text(dcm('121015', 'Device Observer Model Name'), id)),
      modifier(coded(dcm('121058', 'Procedure reported'), procedureOf(source.modality))), // row 4
      contains(imageLibrary(source)), // row 5: TID 1600
      contains(
        container(dcm('126010', 'Imaging Measurements'), [contains(findingGroup(form, trackingUidOf(form), lines))]),
      ), // rows 6, 9
      // Row 12: the words that no reader may miss, also one that shows no groups.
      contains(
        container({ value: 'C0034375', scheme: 'UMLS', meaning: 'Qualitative Evaluations' }, [
          contains(text(dcm('121106', 'Comment'), caveats(form.research).en)),
          contains(text(dcm('121106', 'Comment'), caveats(form.research).ru, [language('ru')])),
        ]),
      ),
    ],
    '1500',
  );
}

/** The same for all versions: a workstation follows one finding through them (TID 1501 row 3). */
const trackingUidOf = ({ result }: FormSource): string => derivedUid(result.resultId, 'tracking');

const PLAIN_FILM: ReadonlySet<string> = new Set(['CR', 'DX', 'RG', 'XC']);
const procedureOf = (modality: string | undefined) =>
  modality !== undefined && PLAIN_FILM.has(modality)
    ? sct('168537006', 'Plain radiography')
    : sct('363679005', 'Imaging procedure');
