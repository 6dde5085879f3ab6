import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { loadCodecs } from '../platform/codecs.ts';
import { processorKind } from '../platform/inference/measure.ts';
import { loadModels } from '../platform/inference/models.ts';
import { type Reproduced, reproduce, TOLERANCE } from '../platform/inference/reproduce.ts';
import { OkaError } from '../schemas/errors.ts';
import { Finding, RESULT_EXTENSION, Result } from '../schemas/result.ts';
import { command, helped } from './command.ts';
import { bytesOf } from './files.ts';
import { OWN_MODELS } from './see.ts';

const HELP = `oka model reproduce : makes a finding again from its image

usage: npx oka model reproduce FINDING.json IMAGE [--models FOLDER] [--json]

  FINDING.json       the published Bundle or DiagnosticReport, or the Result or Finding in it
  IMAGE              the DICOM object the finding was made of (its SHA-256 stands in the finding), or its working copy
  --models FOLDER    where the models lie (default: those of this repository)
  --json             JSON instead of text

A finding names its model, version, SHA-256 of the weights, of the object and of the network's input. On the same kind of
processor the value comes out equal to the last bit; on another one within ${TOLERANCE}. It is told which it was.
exit code 0 when the finding was made again, 1 when it came out differently or cannot be made

example:
  npx oka model reproduce bundle.json film.dcm
`;

const options = {
  models: { type: 'string', default: OWN_MODELS },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** `oka model reproduce`. Gives the exit code: 0 made again, 1 not, 2 for a wrong call. */
export const modelReproduce = (args: string[]): Promise<number> =>
  command('model reproduce', async () => {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    const [file, image] = positionals;
    if (values.help || file === undefined || image === undefined || positionals.length > 2)
      return helped(HELP, values.help, 'one FINDING.json and one IMAGE are needed');
    const finding = findingIn(file);
    const said = await reproduce(finding, bytesOf(image), await loadModels(values.models), await loadCodecs());
    process.stdout.write(values.json ? `${JSON.stringify(said)}\n` : textOf(finding, said));
    return said.outcome === 'equal' || said.outcome === 'close' ? 0 : 1;
  });

const Extended = z.looseObject({
  extension: z.array(z.looseObject({ url: z.string(), valueString: z.string().optional() })).optional(),
});
const Entries = z.looseObject({ entry: z.array(z.looseObject({ resource: Extended })).optional() });

/** The finding in a Bundle, a report, a Result, or by itself. @throws OkaError `configuration` */
function findingIn(file: string): Finding {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new OkaError('malformed-file', `${file} is not JSON`, { cause });
  }
  const resources = [json, ...(Entries.safeParse(json).data?.entry ?? []).map(({ resource }) => resource)];
  const inside = resources.flatMap((resource) =>
    (Extended.safeParse(resource).data?.extension ?? []).flatMap(({ url, valueString }) =>
      url === RESULT_EXTENSION && valueString !== undefined ? [JSON.parse(valueString) as unknown] : [],
    ),
  );
  for (const one of [json, ...inside]) {
    const result = Result.safeParse(one);
    if (result.success && result.data.content.kind === 'finding') return result.data.content;
    const finding = Finding.safeParse(one);
    if (finding.success) return finding.data;
  }
  throw new OkaError('malformed-file', `${file} holds no finding of a model`);
}

function textOf({ model, made }: Finding, said: Reproduced): string {
  const { outcome, sameProcessor, sameInput, sameTensor, probability, said: before, why } = said;
  if (outcome === 'cannot') return `The finding cannot be made again here: ${why}.\n`;
  const where = sameProcessor
    ? 'the same kind of processor'
    : `another kind of processor (${made?.processor ?? 'not noted'}, here ${processorKind()})`;
  const verdict = {
    equal: 'Made again, equal to the last bit',
    close: `Made again within ${TOLERANCE}`,
    different: 'It came out DIFFERENTLY',
  }[outcome];
  return [
    `${model.id} ${model.version}, weights ${model.sha256.slice(0, 12)}…`,
    `${verdict}, on ${where}: ${before} then, ${probability} now.`,
    `Object: ${sameInput ? 'the one it was made of' : 'another encoding of the same pixels'}; input of the network: ${sameTensor ? 'the same' : made?.tensor === undefined ? 'not noted then' : 'ANOTHER'}.`,
    '',
  ].join('\n');
}
