import type { Bilingual, DeviceFinding, Result } from '../../../schemas/result.ts';
import { deviceWords } from '../../dicom/kinds/device-item.ts';
import { DICOM_UID } from '../systems.ts';
import { mediaTypeOf } from './finding.ts';
import {
  BASE,
  type Context,
  derivedId,
  extensionOf,
  identifierOf,
  linesOf,
  metaOf,
  narrative,
  plain,
  subjectOf,
} from './parts.ts';

/** What a physician reads first: whose word it is, and that it is neither ours nor confirmed. */
const deviceTitle = ({ device }: DeviceFinding): Bilingual => ({
  en: `AI of another manufacturer (${deviceWords(device)}): not checked by Oka`,
  ru: `ИИ другого производителя (${deviceWords(device)}): Oka этого не проверяла`,
});

/** The device's own words, untranslated: what is not understood is not reworded. */
export const saidByDevice = (result: Result, finding: DeviceFinding): Bilingual[] =>
  linesOf(result, [
    deviceTitle(finding),
    ...finding.says.map(({ name, value }) => ({ en: `${name}: ${value}`, ru: `${name}: ${value}` })),
    ...(finding.says.length === 0
      ? [{ en: 'Pictures only, without a statement in words.', ru: 'Только изображения, без заключения словами.' }]
      : []),
  ]);

/** The resources of what a device says; the report comes first and carries the Result. */
export function deviceResources(result: Result, finding: DeviceFinding, context: Context): fhir4.FhirResource[] {
  const lines = saidByDevice(result, finding);
  const { device, study, pictures } = finding;
  const time = result.cited[0]?.time;
  const made: fhir4.Device = {
    resourceType: 'Device',
    id: derivedId('Device', 'other', result.producer, device.version ?? ''),
    deviceName: [{ name: device.name, type: 'manufacturer-name' }],
    ...(device.manufacturer === undefined ? {} : { manufacturer: device.manufacturer }),
    ...(device.version === undefined ? {} : { version: [{ value: device.version }] }),
    type: { coding: [{ system: `${BASE}/device`, code: 'other-manufacturer' }], text: 'AI of another manufacturer' },
  };
  const report: fhir4.DiagnosticReport = {
    resourceType: 'DiagnosticReport',
    id: derivedId(result.resultId, 'DiagnosticReport'),
    meta: metaOf(result),
    text: narrative(lines),
    extension: [extensionOf(result)],
    identifier: [identifierOf(result)],
    status: result.state === 'withdrawn' ? 'entered-in-error' : 'preliminary',
    category: [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'RAD', display: 'Radiology' }] },
    ],
    code: {
      coding: [{ system: `${BASE}/report`, code: 'device-finding', display: 'AI of another manufacturer' }],
      text: 'ИИ другого производителя / AI of another manufacturer',
    },
    subject: subjectOf(context),
    ...(time === undefined ? {} : { effectiveDateTime: time }),
    issued: result.sourceTime,
    performer: [{ reference: `Device/${made.id}`, display: deviceWords(device) }],
    imagingStudy: [
      {
        reference: `ImagingStudy/${study.id}`,
        identifier: { system: DICOM_UID, value: `urn:oid:${study.studyInstanceUid}` },
      },
    ],
    conclusion: plain(lines),
    ...(pictures.length > 0
      ? {
          presentedForm: pictures.map((key) => ({
            contentType: mediaTypeOf(key),
            url: `Binary/${context.binaryId(key)}`,
            title: deviceWords(device),
          })),
        }
      : {}),
  };
  return [report, made];
}
