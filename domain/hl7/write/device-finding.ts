import type { DeviceFinding, Result } from '../../../schemas/result.ts';
import { saidByDevice } from '../../fhir/bundle/device-finding.ts';
import { plain } from '../../fhir/bundle/parts.ts';
import type { Observation } from './observations.ts';
import type { Hl7Writer } from './segment.ts';

/** Rows of what another manufacturer's program says: the study, and its words as text; no coded answer of ours. */
export const deviceRows = (result: Result, finding: DeviceFinding, { text }: Hl7Writer): Observation[] => [
  {
    code: { code: '110180', text: 'Study Instance UID', system: 'DCM' },
    value: { type: 'ST', written: text(finding.study.studyInstanceUid) },
  },
  {
    code: { code: 'text', text: 'Текст / Text' },
    value: { type: 'FT', written: text(plain(saidByDevice(result, finding))) },
  },
];
