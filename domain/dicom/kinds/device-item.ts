import { type ChartItem, RANK } from '../../../schemas/chart.ts';
import {
  DEVICE_CODE,
  DEVICE_EXTENSION,
  DEVICE_SYSTEM,
  type DeviceStatement,
} from '../../../schemas/device-statement.ts';
import { canonicalJson } from '../../fhir/canonical.ts';
import type { KindSource } from './contents.ts';
import { itemOfInstance, subjectOf } from './document-item.ts';

const AI_ASSERTED: fhir4.Coding = {
  system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue',
  code: 'AIAST',
  display: 'Artificial Intelligence asserted',
};

/** Name of a device as people know it: manufacturer, name, version. */
export const deviceWords = ({ manufacturer, name, version }: DeviceStatement['device']): string =>
  [...(manufacturer === undefined || name.includes(manufacturer) ? [] : [manufacturer]), name, version]
    .filter((part) => part !== undefined)
    .join(' ');

/**
 * What another manufacturer's program says, as an Observation of that device: preliminary for ever, marked as said by a
 * machine, under a code that no rule of ours asks for. It joins the chart as a study does (group `finding`, contract 10).
 */
export function deviceItem(source: KindSource, statement: DeviceStatement): ChartItem {
  const { header, study } = source;
  const taken = header.started ?? header.sourceTime;
  const value: Omit<fhir4.Observation, 'resourceType'> = {
    status: 'preliminary',
    meta: { security: [AI_ASSERTED] },
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'imaging' }] }],
    code: {
      coding: [{ system: DEVICE_SYSTEM, code: DEVICE_CODE }],
      text: 'ИИ другого производителя, не подтверждено / AI of another manufacturer, not confirmed',
    },
    ...subjectOf(source),
    ...(taken === undefined ? {} : { effectiveDateTime: taken }),
    device: { display: deviceWords(statement.device) },
    derivedFrom: [{ reference: `ImagingStudy/${study}` }],
    ...(statement.says.length > 0
      ? { note: [{ text: statement.says.map(({ name, value: said }) => `${name}: ${said}`).join('\n') }] }
      : {}),
    extension: [{ url: DEVICE_EXTENSION, valueString: canonicalJson(statement) }],
  };
  return itemOfInstance(source, 'Observation', 'finding', value, RANK.preliminary);
}
