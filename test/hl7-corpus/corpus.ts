import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { toBundle } from '../../domain/hl7/map/bundle.ts';
import { openContext } from '../../domain/hl7/map/context.ts';
import { type MappedInput, mapHl7 } from '../../domain/hl7/map/map.ts';
import { type Facts, FIELDS, type Field, factsOf } from './facts.ts';

export const CORPUS = join(process.env.OKA_CORPORA ?? '../shared/data', 'hl7');
export const corpusIsThere = (): boolean => existsSync(CORPUS);

const filesUnder = (folder: string): string[] =>
  readdirSync(join(CORPUS, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => join(CORPUS, folder, file))
    .sort();

/** Every file of the corpus that holds messages. */
export const messageFiles = (): string[] =>
  filesUnder('').filter((file) => /\.(hl7|hl7v2|txt)$/.test(file) && basename(file) !== 'COMMIT.txt');

/** Read as `oka read` reads a loose file; times without an offset are UTC. */
const CONTEXT = openContext({ zone: 'UTC', idKey: '5c'.repeat(32), receivedAt: '2026-01-10T12:00:00.000Z' });

export const mapBytes = (bytes: Uint8Array): MappedInput => mapHl7(bytes, CONTEXT);
export const mapFile = (file: string): MappedInput => mapBytes(readFileSync(file));

export const resourcesOf = (bundle: fhir4.Bundle): fhir4.FhirResource[] =>
  (bundle.entry ?? []).flatMap(({ resource }) => (resource === undefined ? [] : (resource as fhir4.FhirResource)));

/** A message with the bundle that another converter makes of it. */
export type Pair = { readonly name: string; readonly message: string; readonly expected: string };

export function pairs(): Pair[] {
  const messages = new Map(filesUnder('microsoft_FHIR-Converter/data').map((file) => [basename(file, '.hl7'), file]));
  return filesUnder('microsoft_FHIR-Converter/src').flatMap((expected) => {
    if (!expected.endsWith('-expected.json')) return [];
    const name = basename(expected, '-expected.json');
    const message = messages.get(name);
    return message === undefined ? [] : [{ name, message, expected }];
  });
}

/** A value that only one of the two says. */
export type Difference = { readonly field: Field; readonly side: 'theirs' | 'ours'; readonly value: string };

/** Both readings of one message. */
export type Reading = {
  readonly message: string;
  readonly mapped: MappedInput;
  readonly ours: Facts;
  readonly theirs: Facts;
  /** Everything of our reading as text, bytes of documents included. */
  readonly ourText: string;
};

export function readPair({ message, expected }: Pair): Reading {
  const mapped = mapFile(message);
  const bundle = toBundle(mapped);
  const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  return {
    message: readFileSync(message, 'utf8').replace(/\r\n?|\n/g, '\n'),
    mapped,
    ours: factsOf(resourcesOf(bundle)),
    theirs: factsOf(resourcesOf(JSON.parse(readFileSync(expected, 'utf8')) as fhir4.Bundle)),
    ourText: [JSON.stringify(bundle), ...filesIn(bundle), ...mapped.attachments.map(({ bytes }) => bytes)]
      .map((one) => (typeof one === 'string' ? one : decode(one)))
      .join('\n'),
  };
}

/** Files that stand in the bundle itself. */
const filesIn = (bundle: fhir4.Bundle): Uint8Array[] =>
  resourcesOf(bundle).flatMap((resource) =>
    resource.resourceType === 'DocumentReference'
      ? resource.content.flatMap(({ attachment }) => (attachment.data ? [Buffer.from(attachment.data, 'base64')] : []))
      : [],
  );

/** Each value that one side says and the other does not. */
export function differencesOf({ ours, theirs }: Reading): Difference[] {
  return FIELDS.flatMap((field) => [
    ...theirs[field]
      .filter((value) => !ours[field].includes(value))
      .map((value): Difference => ({ field, side: 'theirs', value })),
    ...ours[field]
      .filter((value) => !theirs[field].includes(value))
      .map((value): Difference => ({ field, side: 'ours', value })),
  ]);
}
