import { existsSync } from 'node:fs';
import { z } from 'zod';
import { TraceAnswer } from '../schemas/api/answers.ts';
import { OkaError } from '../schemas/errors.ts';
import { type InputKey, inputId, parseInputId } from '../schemas/input.ts';
import { Finding, RESULT_EXTENSION, Result } from '../schemas/result.ts';
import { askJson, type Connection } from './connection.ts';
import { jsonOf } from './files.ts';

const Extended = z.looseObject({
  extension: z.array(z.looseObject({ url: z.string(), valueString: z.string().optional() })).optional(),
});
const Entries = z.looseObject({ entry: z.array(z.looseObject({ resource: Extended })).optional() });

/** The findings in a Bundle, a report, a Result, or one by itself. */
export function findingsIn(json: unknown): Finding[] {
  const resources = [json, ...(Entries.safeParse(json).data?.entry ?? []).map(({ resource }) => resource)];
  const inside = resources.flatMap((resource) =>
    (Extended.safeParse(resource).data?.extension ?? []).flatMap(({ url, valueString }) =>
      url === RESULT_EXTENSION && valueString !== undefined ? [JSON.parse(valueString) as unknown] : [],
    ),
  );
  const found = [json, ...inside].flatMap((one) => {
    const content = Result.safeParse(one).data?.content ?? Finding.safeParse(one).data;
    return content?.kind === 'finding' ? [content] : [];
  });
  return [...new Map(found.map((one) => [JSON.stringify(one), one])).values()];
}

/** @throws OkaError `malformed-file` for a file without a finding of a model */
export function findingInFile(file: string): Finding {
  const [finding] = findingsIn(jsonOf(file));
  if (finding === undefined) throw new OkaError('malformed-file', `${file} holds no finding of a model`);
  return finding;
}

/** The input that an ID names, or undefined for a file. @throws OkaError `wrong-use` */
export function inputOfFinding(id: string): InputKey | undefined {
  if (existsSync(id)) return undefined;
  try {
    return parseInputId(id);
  } catch (cause) {
    throw new OkaError('wrong-use', '--finding: neither image/clinic/sha256 nor a file', { cause });
  }
}

/**
 * What the models say now of the image that an input brought, as its clinic's people read it: the trace names the record, the
 * chart holds the findings.
 * @throws OkaError `not-found` where nothing is said of it
 */
export async function findingsOfInput(input: InputKey, edge: Connection, reader: Connection): Promise<Finding[]> {
  const { record } = await askJson(edge, 'GET', `/trace/${inputId(input)}`, TraceAnswer);
  const chart = record && (await askJson(reader, 'GET', `/fhir/Patient/${record}/$everything`, z.unknown()));
  const found = findingsIn(chart).filter(({ made }) => made?.input === input.sha256);
  if (found.length === 0) throw new OkaError('not-found', `no finding of ${inputId(input)} stands in the chart`);
  return found;
}

const Series = z.array(z.looseObject({ '0020000E': z.looseObject({ Value: z.array(z.string()) }) }));

/** The image of a finding as the region keeps it, over DICOMweb. @throws OkaError of the region's refusal */
export async function imageOfFinding({ study, instance }: Finding, reader: Connection): Promise<Uint8Array> {
  const folder = `/dicomweb/studies/${study.studyInstanceUid}`;
  const search = `${folder}/instances?SOPInstanceUID=${instance.sopInstanceUid}`;
  const [found] = await askJson(reader, 'GET', search, Series);
  const series = found?.['0020000E'].Value[0];
  if (series === undefined) throw new OkaError('not-found', 'the image of the finding');
  const path = `${folder}/series/${series}/instances/${instance.sopInstanceUid}`;
  const headers = {
    authorization: `Bearer ${await reader.token()}`,
    accept: 'application/dicom; transfer-syntax=*',
  };
  const response = await fetch(new URL(path, reader.url), { headers, signal: AbortSignal.timeout(120_000) });
  if (!response.ok) throw new OkaError('not-found', `the image of the finding (${response.status})`);
  return new Uint8Array(await response.arrayBuffer());
}
