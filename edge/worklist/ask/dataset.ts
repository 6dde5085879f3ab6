import type { WorklistText } from '../../../schemas/edge/worklist.ts';
import type { Dataset, DatasetValue } from '../../dicom/services.ts';
import type { WorklistCode, WorklistItem } from '../item.ts';
import { clockOf } from '../list/standing.ts';
import { fitted } from './attributes.ts';
import { nameShown, shown } from './text.ts';

/** How an item is told to one asker. */
export type Telling = {
  readonly text: WorklistText;
  readonly zone: string;
  readonly now: Date;
  /** OID of the clinic, in whose domain accession numbers are given. */
  readonly clinicOid: string;
  /** What stands where an item is for any modality or station. */
  readonly asker: { readonly modality: string; readonly aeTitle: string };
};

/**
 * Words for whoever stands before the patient: the order may be another person's (contract 10), and a modality shows
 * comments where it shows nothing else of ours.
 */
const IDENTITY = 'Сверьте личность: направление противоречит данным пациента / CHECK IDENTITY';
const commentOf = ({ doubts, comment }: WorklistItem): string | undefined =>
  doubts.length === 0 ? comment : [IDENTITY, comment].filter((words) => words !== undefined).join('; ');

const SEX = { male: 'M', female: 'F', other: 'O' } as const;

/** All that is known of an item, as the data set of PS3.4 table K.6-1: what a key asks for and nobody knows is empty. */
export function datasetOf(item: WorklistItem, telling: Telling): Dataset {
  const { text, clinicOid } = telling;
  const { patient } = item;
  const say = (keyword: string, value: string | undefined): string => fitted(keyword, shown(value ?? '', text));
  const person = (name: string | undefined): string => nameShown((name ?? '').split('^'), text);
  const procedure = codes(item.procedure, say);
  return {
    SpecificCharacterSet: text === 'latin' ? '' : text,
    AccessionNumber: say('AccessionNumber', item.accession),
    IssuerOfAccessionNumberSequence: [{ UniversalEntityID: clinicOid, UniversalEntityIDType: 'ISO' }],
    ReferringPhysicianName: person(item.requester),
    ReferencedStudySequence: [],
    ReferencedPatientSequence: [],
    PatientName: nameShown([patient.family, patient.given, patient.middle], text),
    PatientID: say('PatientID', patient.id),
    IssuerOfPatientID: say('IssuerOfPatientID', patient.issuer),
    OtherPatientIDs: patient.formerIds.map((id) => say('OtherPatientIDs', id)),
    OtherPatientIDsSequence: patient.formerIds.map((id) => ({
      PatientID: say('PatientID', id),
      IssuerOfPatientID: say('IssuerOfPatientID', patient.issuer),
      TypeOfPatientID: 'TEXT',
    })),
    PatientBirthDate: patient.birthDate?.length === 10 ? patient.birthDate.replaceAll('-', '') : '',
    PatientSex: patient.sex === undefined ? '' : SEX[patient.sex],
    PatientWeight: item.weightKg === undefined ? '' : String(item.weightKg).slice(0, 16),
    MedicalAlerts: say('MedicalAlerts', item.danger),
    Allergies: item.allergies.map((one) => say('Allergies', one)),
    // PS3.3 §C.2.4: 3 is definitely pregnant, 4 is unknown.
    PregnancyStatus: item.pregnant === true ? 3 : 4,
    StudyInstanceUID: item.studyInstanceUid,
    StudyDescription: say('StudyDescription', item.description),
    RequestingPhysician: person(item.requester),
    RequestingService: say('RequestingService', item.requestingService),
    RequestedProcedureDescription: say('RequestedProcedureDescription', item.procedure?.meaning ?? item.description),
    RequestedProcedureCodeSequence: procedure,
    AdmissionID: say('AdmissionID', item.admissionId),
    SpecialNeeds: '',
    CurrentPatientLocation: say('CurrentPatientLocation', item.patientLocation),
    PatientState: say('PatientState', item.danger),
    ScheduledProcedureStepSequence: [stepOf(item, telling, say)],
    RequestedProcedureID: say('RequestedProcedureID', item.requestedProcedureId),
    ReasonForTheRequestedProcedure: say('ReasonForTheRequestedProcedure', item.reason),
    RequestedProcedurePriority: item.priority,
    PatientTransportArrangements: say('PatientTransportArrangements', item.transport),
    RequestedProcedureComments: say('RequestedProcedureComments', commentOf(item)),
    ReasonForTheImagingServiceRequest: say('ReasonForTheImagingServiceRequest', item.reason),
    PlacerOrderNumberImagingServiceRequest: say('PlacerOrderNumberImagingServiceRequest', item.placerNumber),
    FillerOrderNumberImagingServiceRequest: say('FillerOrderNumberImagingServiceRequest', item.fillerNumber),
    ConfidentialityConstraintOnPatientDataDescription: '',
  };
}

type Say = (keyword: string, value: string | undefined) => string;

/** An item for whenever the patient comes is for today; one for a day without a time begins with the day. */
function stepOf(item: WorklistItem, { zone, now, asker, text }: Telling, say: Say): Dataset {
  const { date, time } = clockOf(item.start ?? now, zone);
  return {
    Modality: item.modality ?? asker.modality,
    RequestedContrastAgent: '',
    ScheduledStationAETitle: item.stationAe ?? asker.aeTitle,
    ScheduledProcedureStepStartDate: date,
    ScheduledProcedureStepStartTime: item.start !== undefined && item.timed ? time : '000000',
    ScheduledPerformingPhysicianName: nameShown((item.performer ?? '').split('^'), text),
    ScheduledProcedureStepDescription: say('ScheduledProcedureStepDescription', item.description),
    ScheduledProtocolCodeSequence: codes(item.protocol, say),
    ScheduledProcedureStepID: say('ScheduledProcedureStepID', item.stepId),
    ScheduledStationName: say('ScheduledStationName', item.stationName),
    ScheduledProcedureStepLocation: say('ScheduledProcedureStepLocation', item.location),
    PreMedication: '',
    ScheduledProcedureStepStatus: item.state === 'started' ? 'STARTED' : 'SCHEDULED',
    CommentsOnTheScheduledProcedureStep: say('CommentsOnTheScheduledProcedureStep', commentOf(item)),
  };
}

/** A code that DICOM cannot carry (longer than 16) is left to the words beside it. */
function codes(code: WorklistCode | undefined, say: Say): Dataset[] {
  if (code === undefined || code.value.length > 16) return [];
  const one: Record<string, DatasetValue> = {
    CodeValue: say('CodeValue', code.value),
    CodingSchemeDesignator: say('CodingSchemeDesignator', code.scheme),
    CodeMeaning: say('CodeMeaning', code.meaning),
  };
  return [one];
}
