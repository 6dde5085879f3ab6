import { createHash } from 'node:crypto';
import type { MadeForm } from '../../../schemas/forms.ts';
import { type Bilingual, type CitedFact, RESULT_EXTENSION, type Result } from '../../../schemas/result.ts';
import { xmlText } from '../../xml-text.ts';
import { uuidOfHash } from '../uuid.ts';

/** Base of our own names (systems, extensions, canonical addresses); nothing is fetched from it. */
export const BASE = 'https://oka.health/fhir';
/** Extension that says how the AI finding stands to the radiologist's report. */
export const AGREEMENT_EXTENSION = `${BASE}/agreement`;

/** What a published resource needs beside the Result. */
export type Context = {
  /** As the chart has it; a record whose demographics have not come yet has an id only. */
  readonly patient: fhir4.Patient;
  /** Key in the bucket `derived` → id under which the API serves it as Binary. */
  readonly binaryId: (key: string) => string;
  /** The finding's DICOM objects, where they are made. */
  readonly forms?: readonly MadeForm[];
};

/** Contract 9: stands in every published text of a finding, in both languages. */
export const NOT_CONFIRMED: Bilingual = {
  en: 'AI, preliminary, not confirmed by a physician',
  ru: 'ИИ, предварительно, не подтверждено врачом',
};
/** Stands in every published advice: a rule is no AI, and is not confirmed by anybody either. */
export const BY_RULE: Bilingual = {
  en: 'Calculated by a published rule from the record; the physician decides',
  ru: 'Рассчитано по опубликованному правилу из данных карты; решает врач',
};
const WITHDRAWN: Bilingual = {
  en: 'Withdrawn: the former version no longer holds',
  ru: 'Отозвано: прежняя версия больше не действует',
};

/**
 * Id of a resource that exists only as a form of a result or producer: UUIDv8 from its name. The name
 * begins with a resultId, which is itself made from a keyed hash, or with a model or rule; so a plain hash gives nothing away.
 */
export function derivedId(...name: readonly string[]): string {
  return uuidOfHash(createHash('sha256').update(JSON.stringify(name)).digest());
}

/** Who asserts it, as HL7 v3 ObservationValue security labels have it: a network, or a program that counts by a rule. */
const ASSERTED = {
  finding: { code: 'AIAST', display: 'Artificial Intelligence asserted' },
  'device-finding': { code: 'AIAST', display: 'Artificial Intelligence asserted' },
  advice: { code: 'DEVAST', display: 'device asserted' },
} as const;

/** The version of the result, and what kind of machine asserts it. */
export const metaOf = ({ version, content }: Result): fhir4.Meta => ({
  versionId: String(version),
  security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', ...ASSERTED[content.kind] }],
});

export const identifierOf = ({ resultId }: Result): fhir4.Identifier => ({ system: RESULT_EXTENSION, value: resultId });

export const extensionOf = (result: Result): fhir4.Extension => ({
  url: RESULT_EXTENSION,
  valueString: JSON.stringify(result),
});

export const subjectOf = ({ patient }: Context): fhir4.Reference => ({ reference: `Patient/${patient.id}` });

/** What a result says, line by line; who says it is always among the lines, a withdrawal always the first. */
export const linesOf = (result: Result, said: readonly Bilingual[]): Bilingual[] => [
  ...(result.state === 'withdrawn' ? [WITHDRAWN] : []),
  ...said,
  result.content.kind === 'advice' ? BY_RULE : NOT_CONFIRMED,
];

/** Both languages as plain text, Russian first: the physician's language in the regions Oka is made for. */
export const plain = (lines: readonly Bilingual[]): string =>
  [lines.map(({ ru }) => ru).join('\n'), lines.map(({ en }) => en).join('\n')].join('\n\n');

export function narrative(lines: readonly Bilingual[]): fhir4.Narrative {
  const paragraphs = (language: 'ru' | 'en') =>
    lines.map((line) => `<p lang="${language}" xml:lang="${language}">${xmlText(line[language])}</p>`).join('');
  const div = `<div xmlns="http://www.w3.org/1999/xhtml">${paragraphs('ru')}${paragraphs('en')}</div>`;
  return { status: 'generated', div };
}

/** The program that says it: a model with the digest of its file, or a rule. */
export const deviceOf = (kind: 'model' | 'rule', id: string, version: string, sha256?: string): fhir4.Device => ({
  resourceType: 'Device',
  id: derivedId('Device', kind, id, version, sha256 ?? ''),
  identifier: [{ system: `${BASE}/${kind}`, value: id }],
  deviceName: [{ name: id, type: 'model-name' }],
  type: { coding: [{ system: `${BASE}/device`, code: kind }], text: kind === 'model' ? 'AI model' : 'Decision rule' },
  version: [{ value: version }, ...(sha256 === undefined ? [] : [{ type: { text: 'SHA-256' }, value: sha256 }])],
});

/** Who made the targets and of what (FHIR R4 Provenance); `sources` are images or cited facts. */
export const provenanceOf = (
  result: Result,
  targets: readonly fhir4.FhirResource[],
  device: fhir4.Device,
  sources: readonly fhir4.ProvenanceEntity[],
): fhir4.Provenance => ({
  resourceType: 'Provenance',
  id: derivedId(result.resultId, 'Provenance'),
  meta: metaOf(result),
  target: targets.map(({ resourceType, id }) => ({ reference: `${resourceType}/${id}` })),
  recorded: result.sourceTime,
  activity: { text: 'analysis' },
  agent: [
    {
      type: {
        coding: [
          {
            system: 'http://terminology.hl7.org/CodeSystem/provenance-participant-type',
            code: 'assembler',
            display: 'Assembler',
          },
        ],
      },
      who: { reference: `Device/${device.id}` },
    },
  ],
  ...(sources.length > 0 ? { entity: [...sources] } : {}),
});

/** A fact of the chart, named as the physician knows it. */
export const referenceTo = ({ reference, label }: CitedFact): fhir4.Reference => ({ reference, display: label.ru });
