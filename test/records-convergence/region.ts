import { CODE_MAP } from '../../domain/hl7/map/example.ts';
import { RULES } from '../../domain/rules/catalogue.ts';
import { signed } from '../../domain/rules/examples.ts';
import { RegionFile } from '../../schemas/region.ts';

const clinic = (id: string, number: number, namespace: string, senders: readonly object[], ehr?: string) => ({
  id,
  title: { en: `${id} (invented)`, ru: `${id} (вымышленная)` },
  oid: `1.2.643.5.1.13.13.12.2.78.${number}`,
  zone: number === 3 ? 'Europe/Moscow' : 'Asia/Yekaterinburg',
  domains: [{ namespace, oid: `1.2.643.5.1.13.13.12.2.78.${number}.100.1` }],
  senders,
  ...(ehr ? { ehr } : {}),
});

const his = (defaultDomain: string) => ({
  ...{ application: 'HIS', facility: '*', role: 'his', orderKey: 'placer', defaultDomain, codeMap: 'local' },
  charset: 'utf-8',
});

/** Two hospitals and a laboratory that writes into the records of both. Every rule speaks. */
export const REGION = RegionFile.parse({
  id: 'stories',
  title: { en: 'Stories', ru: 'Истории' },
  zone: 'Asia/Yekaterinburg',
  audience: 'https://oka.test',
  ehrs: [{ id: 'mis', title: { en: 'MIS', ru: 'МИС' }, replaces: true }],
  critical: { deadlineSeconds: 60 },
  rules: signed(...RULES.map(({ id }) => id)),
  clinics: [
    clinic(
      'hospital',
      1,
      'HOS',
      [his('HOS'), { application: 'RIS', facility: '*', role: 'ris', orderKey: 'filler', defaultDomain: 'HOS' }],
      'mis',
    ),
    clinic(
      'district',
      2,
      'DIS',
      [his('DIS'), { application: 'OLD', facility: '*', role: 'his', orderKey: 'placer', defaultDomain: 'DIS' }],
      'mis',
    ),
    clinic('laboratory', 3, 'LAB', [
      { application: 'ANL', facility: '*', role: 'lis', orderKey: 'filler', codeMap: 'local' },
      { application: 'LIS', facility: '*', role: 'lis', orderKey: 'filler', codeMap: 'local', charset: 'windows-1251' },
    ]),
  ],
  codeMaps: [
    {
      id: 'local',
      version: '1',
      entries: [
        ...CODE_MAP.entries,
        {
          kind: 'observation',
          code: 'КРЕАТ',
          units: { 'мкмоль/л': { ucum: 'umol/L' } },
          to: { system: 'http://loinc.org', code: '14682-9', display: 'Creatinine' },
        },
        {
          kind: 'medication',
          code: 'ИБУП',
          to: { system: 'http://www.whocc.no/atc', code: 'M01AE01', display: 'ibuprofen' },
        },
      ],
    },
  ],
});
