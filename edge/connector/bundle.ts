import { createHash } from 'node:crypto';
import { z } from 'zod';
import { NAME_NOT_CONFIRMED } from '../../schemas/charset.ts';
import type { ResultPublished } from '../../schemas/messages.ts';
import { type Bilingual, RESULT_EXTENSION, Result } from '../../schemas/result.ts';
import { ApiFailed, type BinaryReader } from './binary.ts';

const Resource = z.looseObject({ resourceType: z.string(), id: z.string().optional() });
const Bundle = z.looseObject({
  resourceType: z.literal('Bundle'),
  entry: z.array(z.looseObject({ resource: Resource })).min(1),
});
const Patient = z.looseObject({
  resourceType: z.literal('Patient'),
  id: z.string(),
  name: z
    .array(
      z.looseObject({
        text: z.string().optional(),
        family: z.string().optional(),
        given: z.array(z.string()).optional(),
        extension: z.array(z.looseObject({ url: z.string(), valueString: z.string().optional() })).optional(),
      }),
    )
    .optional(),
  birthDate: z.string().optional(),
  gender: z.string().optional(),
  identifier: z.array(z.looseObject({ value: z.string().optional() })).optional(),
});
const Said = z.looseObject({
  text: z.looseObject({ div: z.string() }).optional(),
  extension: z.array(z.looseObject({ url: z.string(), valueString: z.string().optional() })).optional(),
  conclusion: z.string().optional(),
  detail: z.string().optional(),
  presentedForm: z
    .array(z.looseObject({ url: z.string(), contentType: z.string().optional(), title: z.string().optional() }))
    .optional(),
});

export const PatientFacts = z.strictObject({
  name: z.string(),
  birthDate: z.string().optional(),
  gender: z.string().optional(),
  identifiers: z.array(z.string()),
});
export type PatientFacts = z.infer<typeof PatientFacts>;

export const Picture = z.strictObject({
  kind: z.enum(['preview', 'heat-map']),
  /** `Binary/<id>` at the API. */
  url: z.string(),
  contentType: z.string(),
});
export type Picture = z.infer<typeof Picture>;

export type ReadBundle = {
  patient: PatientFacts;
  /** Undefined where the bundle carries no Result of ours: then its text alone is shown. */
  result: Result | undefined;
  /** What the first resource says in words, line by line. */
  said: Bilingual[];
  pictures: Picture[];
};

/** A bundle that cannot be shown: answered with AE and this text, which names no patient. */
export class UnreadableBundle extends Error {}

const plainOf = (html: string): string =>
  html
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');

/** The lines of a narrative whose paragraphs carry `lang`; of any other text the lines as they are, in both languages. */
function wordsOf({ text, conclusion, detail }: z.infer<typeof Said>): Bilingual[] {
  const lines = (language: string) =>
    [...(text?.div ?? '').matchAll(new RegExp(`<p lang="${language}"[^>]*>(.*?)</p>`, 'gs'))].map((match) =>
      plainOf(match[1] ?? ''),
    );
  const [ru, en] = [lines('ru'), lines('en')];
  if (ru.length > 0 && ru.length === en.length) return ru.map((line, index) => ({ ru: line, en: en[index] ?? '' }));
  const plain = conclusion ?? detail ?? plainOf(text?.div ?? '');
  return plain === '' ? [] : plain.split('\n').map((line) => ({ ru: line || ' ', en: line || ' ' }));
}

function patientFacts({ name, birthDate, gender, identifier }: z.infer<typeof Patient>): PatientFacts {
  const first = name?.[0];
  const whole = first?.text ?? [first?.family, ...(first?.given ?? [])].filter((part) => part !== undefined).join(' ');
  const unconfirmed = first?.extension?.find(({ url }) => url === NAME_NOT_CONFIRMED)?.valueString;
  return {
    name: whole === '' ? (unconfirmed ?? '') : whole,
    ...(birthDate ? { birthDate } : {}),
    ...(gender ? { gender } : {}),
    identifiers: (identifier ?? []).flatMap(({ value }) => (value ? [value] : [])),
  };
}

/**
 * Reads a published bundle and holds it to the message it came with: another record, result or version inside is a fault.
 * Errors: UnreadableBundle.
 */
export function readBundle(bundle: unknown, message: ResultPublished['data']): ReadBundle {
  const parsed = Bundle.safeParse(bundle);
  if (!parsed.success) throw new UnreadableBundle('not a FHIR bundle with entries');
  const resources = parsed.data.entry.map(({ resource }) => resource);
  const patient = Patient.safeParse(resources.find(({ resourceType }) => resourceType === 'Patient'));
  if (!patient.success) throw new UnreadableBundle('no readable Patient');
  if (patient.data.id !== message.record) throw new UnreadableBundle('the Patient is of another record');
  const first = Said.safeParse(resources.find(({ resourceType }) => resourceType !== 'Patient'));
  if (!first.success) throw new UnreadableBundle('nothing is said of the Patient');
  const carried = first.data.extension?.find(({ url }) => url === RESULT_EXTENSION)?.valueString;
  let result: Result | undefined;
  if (carried !== undefined) {
    try {
      result = Result.parse(JSON.parse(carried));
    } catch (cause) {
      throw new UnreadableBundle('the result in the extension cannot be read', { cause });
    }
    for (const key of ['record', 'resultId', 'version', 'contentHash', 'state'] as const)
      if (result[key] !== message[key]) throw new UnreadableBundle(`${key} differs between message and bundle`);
  }
  const said = wordsOf(first.data);
  if (!result && said.length === 0) throw new UnreadableBundle('neither a result nor a text');
  const pictures = (first.data.presentedForm ?? [])
    .filter(({ url }) => /^Binary\/[A-Za-z0-9.-]{1,64}$/.test(url))
    .map(
      ({ url, contentType = 'image/png', title = '' }): Picture => ({
        kind: /heat/i.test(title) ? 'heat-map' : 'preview',
        url,
        contentType,
      }),
    );
  return { patient: patientFacts(patient.data), result, said, pictures };
}

/**
 * The bundle of a message: inline, or fetched in parts and held to the length and digest that were announced (rule 3 of
 * docs/ehr-contract.md). Errors: UnreadableBundle for what will never be right, ApiFailed when a later try may succeed.
 */
export async function fetchBundle(data: ResultPublished['data'], readBinary: BinaryReader): Promise<unknown> {
  if (data.bundle) return data.bundle;
  if (!data.bundleAt) throw new UnreadableBundle('the message has neither a bundle nor its address');
  const { path, sha256: digest, bytes } = data.bundleAt;
  const body = await readBinary(path, 'application/octet-stream').catch((cause: unknown) => {
    if (cause instanceof ApiFailed && !cause.again) throw new UnreadableBundle(`bundleAt: ${cause.message}`);
    throw cause;
  });
  if (body.length !== bytes || sha256(body) !== digest)
    throw new UnreadableBundle('bundleAt: length or SHA-256 differs from what was announced');
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch (cause) {
    throw new UnreadableBundle('bundleAt: no JSON', { cause });
  }
}

/** Rule 1 of docs/ehr-contract.md: applied is only a version higher than the one in force; all else is dropped quietly. */
export const isNewer = (version: number, inForce: number): boolean => version > inForce;

const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
