import type { ChartItem, ChartResourceType } from '../../../schemas/chart.ts';
import { CodeMap, RegionFile } from '../../../schemas/region.ts';
import { assemble } from '../../fhir/assemble.ts';
import { joinItems } from '../../fhir/merge.ts';
import { regionContext } from './context.ts';
import { type MappedInput, mapHl7 } from './map.ts';

/** Codes of the senders of tests. */
export const CODE_MAP = CodeMap.parse({
  id: 'local',
  version: '1',
  entries: [
    {
      kind: 'observation',
      code: 'КАЛИЙ',
      units: { 'ммоль/л': { ucum: 'mmol/L' } },
      to: { system: 'http://loinc.org', code: '2823-3', display: 'Potassium' },
    },
    {
      kind: 'observation',
      code: 'HGB',
      units: { 'г/дл': { ucum: 'g/L', factor: 10 }, 'г/л': { ucum: 'g/L' } },
      to: { system: 'http://loinc.org', code: '718-7', display: 'Hemoglobin' },
    },
    {
      kind: 'observation',
      code: 'ВТЯЖ',
      to: { system: 'https://oka.health/fhir/sign', code: 'chest-indrawing', display: 'Chest indrawing' },
    },
    {
      kind: 'medication',
      code: 'ВАРФ',
      to: { system: 'http://www.whocc.no/atc', code: 'B01AA03', display: 'warfarin' },
    },
    {
      kind: 'service',
      code: 'РГ-ОГК',
      to: { system: 'http://loinc.org', code: '36643-5', display: 'XR Chest 2 Views' },
    },
  ],
});

/** A region for tests: a hospital east of the Urals and a laboratory in Moscow. Nobody in the messages lives. */
export const REGION = RegionFile.parse({
  id: 'tests',
  title: { en: 'Tests', ru: 'Проверки' },
  zone: 'Asia/Yekaterinburg',
  audience: 'https://oka.test',
  ehrs: [],
  critical: { deadlineSeconds: 60 },
  clinics: [
    {
      id: 'hospital',
      title: { en: 'Hospital', ru: 'Больница' },
      oid: '1.2.643.5.1.13.13.12.2.999.91',
      zone: 'Asia/Yekaterinburg',
      domains: [{ namespace: 'HOS', oid: '1.2.643.5.1.13.13.12.2.999.91.100.1' }],
      senders: [
        { application: 'HIS', facility: '*', role: 'his', orderKey: 'placer', defaultDomain: 'HOS', codeMap: 'local' },
        { application: 'RIS', facility: '*', role: 'ris', orderKey: 'filler', defaultDomain: 'HOS' },
      ],
    },
    {
      id: 'laboratory',
      title: { en: 'Laboratory', ru: 'Лаборатория' },
      oid: '1.2.643.5.1.13.13.12.2.999.92',
      zone: 'Europe/Moscow',
      domains: [{ namespace: 'LAB', oid: '1.2.643.5.1.13.13.12.2.999.92.100.1' }],
      senders: [{ application: 'LIS', facility: '*', role: 'lis', orderKey: 'filler', codeMap: 'local' }],
    },
  ],
  codeMaps: [CODE_MAP],
});

export const ID_KEY = '5c'.repeat(32);
export const RECEIVED_AT = '2026-01-10T12:00:00.000Z';
export const PID = 'PID|1||70001^^^HOS^PI||Небылицын^Пётр^Фомич||19800512|M';

/** One segment from its fields by number: `segment('PV1', { 2: 'I', 19: 'V-1' })`. */
export function segment(name: string, fields: Readonly<Record<number, string>>): string {
  const last = Math.max(...Object.keys(fields).map(Number));
  return [name, ...Array.from({ length: last }, (_, index) => fields[index + 1] ?? '')].join('|');
}

type Header = { readonly application?: string; readonly control?: string; readonly sentAt?: string };

/** Bytes of a message of one of the senders above; it is 10 January 2026, a quarter past ten on the sender's clock. */
export function message(type: string, segments: readonly string[], header: Header = {}): Uint8Array {
  const { application = 'HIS', control = '1', sentAt = '20260110101500' } = header;
  const msh = `MSH|^~\\&|${application}|X|OKA|TESTS|${sentAt}||${type}|${control}|P|2.5.1||||||UNICODE UTF-8`;
  return new TextEncoder().encode(`${[msh, ...segments].join('\r')}\r`);
}

/** Maps as the clinic that hands the bytes in. */
export const mapFrom = (clinic: 'hospital' | 'laboratory', bytes: Uint8Array, receivedAt = RECEIVED_AT): MappedInput =>
  mapHl7(bytes, regionContext(REGION, clinic, { idKey: ID_KEY, receivedAt }));

/** Chart items after all inputs, merged as the store merges them; in order of their names. */
export function chartOf(...inputs: readonly MappedInput[]): ChartItem[] {
  const nameOf = ({ record, resourceType, id }: ChartItem): string => `${record}#${resourceType}#${id}`;
  const items = joinItems(inputs.flatMap(({ write }) => write.items));
  return items.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

/** The resources of one type that the inputs make together. */
export function resourcesOf<T extends fhir4.FhirResource>(
  type: ChartResourceType,
  ...inputs: readonly MappedInput[]
): T[] {
  return chartOf(...inputs)
    .filter((item) => item.resourceType === type)
    .flatMap((item) => (assemble(item) as T | undefined) ?? []);
}
