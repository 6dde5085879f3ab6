/** A code as DICOM carries it (PS3.3 §8.8): value, scheme and words. */
export type WorklistCode = { readonly value: string; readonly scheme: string; readonly meaning: string };

/** A patient as a modality is told of him. */
export type WorklistPatient = {
  /** Number in the clinic's domain, and the domain's name as the region knows it. */
  readonly id: string;
  readonly issuer: string | undefined;
  readonly family: string | undefined;
  readonly given: string | undefined;
  readonly middle: string | undefined;
  /** FHIR date, as exact as it is known. */
  readonly birthDate: string | undefined;
  readonly sex: 'male' | 'female' | 'other' | undefined;
  /** Earlier numbers that now go on under `id`. */
  readonly formerIds: readonly string[];
};

/**
 * One scheduled step of the worklist (PS3.4 Annex K). Text is Unicode; how a modality gets it is its own setting.
 */
export type WorklistItem = {
  /** Stable name of the item at this edge; no patient data. */
  readonly id: string;
  readonly from: 'order' | 'appointment' | 'walk-in';
  /** Entered at the edge without an order; `orderCame`: an order of the same patient is waiting to be joined with it. */
  readonly provisional: boolean;
  readonly orderCame: readonly string[];
  readonly state: 'scheduled' | 'started';
  readonly patient: WorklistPatient;
  /** In what the order contradicts the patient whom the information system knows under the number. */
  readonly doubts: readonly ('name' | 'birth-date' | 'sex')[];
  readonly studyInstanceUid: string;
  readonly accession: string;
  readonly requestedProcedureId: string;
  readonly stepId: string;
  readonly placerNumber: string | undefined;
  readonly fillerNumber: string | undefined;
  /** Undefined: nobody says it; any modality may ask for it. */
  readonly modality: string | undefined;
  readonly stationAe: string | undefined;
  readonly stationName: string | undefined;
  readonly location: string | undefined;
  /** An instant; undefined: whenever the patient comes. */
  readonly start: string | undefined;
  /** Whether `start` has a time of day. */
  readonly timed: boolean;
  readonly priority: 'STAT' | 'HIGH' | 'ROUTINE';
  readonly procedure: WorklistCode | undefined;
  readonly protocol: WorklistCode | undefined;
  readonly description: string;
  readonly reason: string | undefined;
  readonly comment: string | undefined;
  /** PN components without the patient's care: `Петров^Пётр^Петрович`. */
  readonly requester: string | undefined;
  readonly requestingService: string | undefined;
  readonly performer: string | undefined;
  readonly admissionId: string | undefined;
  readonly patientLocation: string | undefined;
  readonly transport: string | undefined;
  /** Infection or danger to staff (OBR-12). */
  readonly danger: string | undefined;
  readonly allergies: readonly string[];
  readonly weightKg: number | undefined;
  readonly pregnant: boolean | undefined;
};

/** What only the order of an information system says: nobody has said it of a walk-in, of an appointment, of the region's orders. */
export const UNSAID = {
  reason: undefined,
  comment: undefined,
  requester: undefined,
  requestingService: undefined,
  performer: undefined,
  admissionId: undefined,
  patientLocation: undefined,
  transport: undefined,
  danger: undefined,
  allergies: [],
  weightKg: undefined,
  pregnant: undefined,
} as const;
