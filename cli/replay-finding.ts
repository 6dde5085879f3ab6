import { loadCodecs } from '../platform/codecs.ts';
import { processorKind } from '../platform/inference/measure.ts';
import { loadModels } from '../platform/inference/models.ts';
import { type Reproduced, reproduce, TOLERANCE } from '../platform/inference/reproduce.ts';
import type { Finding } from '../schemas/result.ts';
import { type ConnectionValues, connect } from './connection.ts';
import { bytesOf } from './files.ts';
import { findingInFile, findingsOfInput, imageOfFinding, inputOfFinding } from './finding-source.ts';

export type FindingReplay = ConnectionValues & {
  /** A file, or the ID of the input that brought the image. */
  readonly finding: string;
  readonly image: string | undefined;
  readonly models: string;
  /** On whose behalf charts and images are read from the region. */
  readonly person: string;
  readonly clinic?: string | undefined;
  readonly json?: boolean | undefined;
};

/**
 * Makes findings again from their image, with the very weights that they name. Gives the exit code: 0 when all were made
 * again, bit-equal or within the tolerance, 1 when one was not.
 */
export async function replayFinding(asked: FindingReplay): Promise<number> {
  const input = inputOfFinding(asked.finding);
  const clinic = input?.clinic ?? asked.clinic ?? '';
  // Only who asks the region needs a key.
  const reader = () => connect(asked, { person: asked.person, clinic });
  const findings =
    input === undefined
      ? [findingInFile(asked.finding)]
      : await findingsOfInput(input, connect(asked, { edgeOf: clinic }), reader());
  const models = await loadModels(asked.models);
  let failed = 0;
  for (const finding of findings) {
    const bytes = asked.image === undefined ? await imageOfFinding(finding, reader()) : bytesOf(asked.image);
    const said = await reproduce(finding, bytes, models, await loadCodecs());
    if (said.outcome !== 'equal' && said.outcome !== 'close') failed += 1;
    const { model, made } = finding;
    process.stdout.write(asked.json ? `${JSON.stringify({ model, made, ...said })}\n` : textOf(finding, said));
  }
  return failed === 0 ? 0 : 1;
}

function textOf({ model, made }: Finding, said: Reproduced): string {
  const { outcome, sameProcessor, sameInput, sameTensor, probability, said: before, why } = said;
  const named = [
    `${model.id} ${model.version}`,
    `  weights ${model.sha256}`,
    `  object  ${made?.input ?? 'not noted'}${sameInput ? '' : ' (this is another encoding of it)'}`,
    `  tensor  ${made?.tensor ?? 'not noted'}${sameTensor || made?.tensor === undefined ? '' : ' (ANOTHER came out here)'}`,
  ];
  if (outcome === 'cannot') return `${named.join('\n')}\n  The finding cannot be made again here: ${why}.\n`;
  const where = sameProcessor
    ? 'the same kind of processor'
    : `another kind of processor (${made?.processor ?? 'not noted'}, here ${processorKind()})`;
  const verdict = {
    equal: 'Bit-equal',
    close: `Within ${TOLERANCE}`,
    different: 'It DIFFERS',
  }[outcome];
  return `${named.join('\n')}\n  ${verdict}, on ${where}: ${before} then, ${probability} now.\n`;
}
