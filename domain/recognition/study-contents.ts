import {
  KIND_EXTENSION,
  MANIFEST_EXTENSION,
  ProcedureStep,
  RECEIVED_EXTENSION,
  REJECTION_EXTENSION,
  Rejection,
  STEP_EXTENSION,
} from '../../schemas/study.ts';
import { isPicture, type Kind } from '../dicom/kinds/kind.ts';
import { isRadiograph } from './lane.ts';

/** What a study holds and what was said of its extent, as its ImagingStudy in the chart has it. */
export type StudyContents = {
  /** SOP Instance UIDs, of every kind; taken back ones too. */
  readonly instances: ReadonlySet<string>;
  /** Pictures that nobody has taken back, and those among them that models read. */
  readonly pictures: readonly string[];
  readonly readable: readonly string[];
  readonly rejected: ReadonlySet<string>;
  /** What says that the study is this patient's: all that nobody has taken back, save notes and markings on other objects. */
  readonly claiming: readonly string[];
  /** Of these what was made under the wrong entry of a worklist, as far as no other step of the study says that it made it. */
  readonly misplaced: readonly string[];
  /** When pictures were accepted, each for the first time. */
  readonly receipts: readonly string[];
  readonly steps: readonly ProcedureStep[];
  readonly manifest: readonly string[] | undefined;
};

/** SOP Instance UIDs that rejection notes have taken back. */
export const rejectedIn = ({ extension = [] }: fhir4.ImagingStudy): ReadonlySet<string> =>
  new Set(
    extension.flatMap(({ url, valueString }) =>
      url === REJECTION_EXTENSION && valueString ? Rejection.parse(JSON.parse(valueString)).instances : [],
    ),
  );

export function studyContents(study: fhir4.ImagingStudy): StudyContents {
  const extensions = study.extension ?? [];
  const saidUnder = (wanted: string): unknown[] =>
    extensions.flatMap(({ url, valueString }) => (url === wanted && valueString ? [JSON.parse(valueString)] : []));
  const instances = (study.series ?? []).flatMap(({ instance = [], modality }) =>
    instance.map((one) => ({
      ...{ uid: one.uid, kind: kindIn(one), modality: modality.code },
      sopClass: one.sopClass.code ?? '',
    })),
  );
  const rejected = rejectedIn(study);
  const kept = instances.filter(({ uid, kind }) => isPicture(kind) && !rejected.has(uid));
  const uids = (some: typeof instances): string[] => [...new Set(some.map(({ uid }) => uid))].sort();
  const steps = saidUnder(STEP_EXTENSION).map((one) => ProcedureStep.parse(one));
  const claiming = uids(instances.filter(({ uid, kind }) => !ABOUT_OTHERS.has(kind) && !rejected.has(uid)));
  const [manifest] = saidUnder(MANIFEST_EXTENSION);
  return {
    instances: new Set(uids(instances)),
    pictures: uids(kept),
    readable: uids(kept.filter(({ modality, sopClass }) => isRadiograph(modality, sopClass))),
    rejected,
    claiming,
    misplaced: misplacedAmong(claiming, steps),
    receipts: extensions.flatMap(({ url, valueInstant }) =>
      url === RECEIVED_EXTENSION && valueInstant !== undefined ? [valueInstant] : [],
    ),
    steps,
    manifest: Array.isArray(manifest) ? manifest.map(String) : undefined,
  };
}

const ABOUT_OTHERS: ReadonlySet<Kind> = new Set(['key-objects', 'presentation-state']);

/** A step that was broken off need not list what it made: whatever no other step accounts for is taken for its work. */
function misplacedAmong(uids: readonly string[], steps: readonly ProcedureStep[]): string[] {
  if (!steps.some(({ wrongEntry }) => wrongEntry)) return [];
  const others = new Set(steps.flatMap(({ wrongEntry, instances }) => (wrongEntry ? [] : instances)));
  return uids.filter((uid) => !others.has(uid));
}

/** What came before kinds were noted was an image. */
const kindIn = ({ extension = [] }: fhir4.ImagingStudySeriesInstance): Kind =>
  (extension.find(({ url }) => url === KIND_EXTENSION)?.valueCode ?? 'image') as Kind;
