import type { Dataset } from '../dicom/services.ts';
import type { SpoolEntry } from '../spool/spool.ts';

export const UID = '1.2.826.0.1.3680043.9.7.1';
export const CALLER = { callingAe: 'XRAY', calledAe: 'OKA', address: '127.0.0.1' } as const;

/** N-CREATE as a modality sends it. */
export const begun = (more: Dataset = {}): Dataset => ({
  SpecificCharacterSet: 'ISO_IR 192',
  ScheduledStepAttributesSequence: [
    {
      StudyInstanceUID: '2.25.77',
      AccessionNumber: 'F1',
      RequestedProcedureID: 'F1',
      ScheduledProcedureStepID: 'S1',
      ReferencedStudySequence: [],
      ScheduledProtocolCodeSequence: [],
    },
  ],
  PatientName: 'Иванов^Иван',
  PatientID: '301',
  PatientBirthDate: '19800105',
  PatientSex: 'M',
  PerformedProcedureStepID: 'PPS1',
  PerformedStationAETitle: 'XRAY',
  PerformedProcedureStepStartDate: '20260203',
  PerformedProcedureStepStartTime: '110000',
  PerformedProcedureStepStatus: 'IN PROGRESS',
  PerformedProcedureStepEndDate: '',
  PerformedProcedureStepEndTime: '',
  Modality: 'DX',
  PerformedSeriesSequence: [],
  ...more,
});

/** The N-SET that ends it. */
export const ended = (status: 'COMPLETED' | 'DISCONTINUED', more: Dataset = {}): Dataset => ({
  PerformedProcedureStepStatus: status,
  PerformedProcedureStepEndDate: '20260203',
  PerformedProcedureStepEndTime: '111500',
  PerformedSeriesSequence: [
    {
      PerformingPhysicianName: '',
      ProtocolName: 'Chest PA',
      OperatorsName: '',
      SeriesInstanceUID: '1.2.3.4',
      SeriesDescription: '',
      RetrieveAETitle: '',
      ReferencedImageSequence: [
        { ReferencedSOPClassUID: '1.2.840.10008.5.1.4.1.1.1.1', ReferencedSOPInstanceUID: '1.2.3.9' },
      ],
      ReferencedNonImageCompositeSOPInstanceSequence: [],
    },
  ],
  ...more,
});

/** A spool that keeps what it is given; `isFull` says whether it takes more. */
export function spoolInMemory(isFull: () => unknown = () => undefined) {
  const files: { bytes: Buffer; about: SpoolEntry['about'] }[] = [];
  return {
    files,
    async begin() {
      const fault = isFull();
      if (fault !== undefined) throw fault;
      const pieces: Uint8Array[] = [];
      return {
        bytes: 0,
        write: async (piece: Uint8Array) => void pieces.push(piece),
        async commit(about: SpoolEntry['about']) {
          const bytes = Buffer.concat(pieces);
          const same = files.some((one) => one.bytes.equals(bytes));
          if (!same) files.push({ bytes, about });
          const sha256 = 'a'.repeat(64);
          return {
            sha256,
            repeat: same,
            entry: { sha256, bytes: bytes.length, about, marks: [], state: 'waiting' } as SpoolEntry,
          };
        },
        abort: async () => undefined,
      };
    },
  };
}
