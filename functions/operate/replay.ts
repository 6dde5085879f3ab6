import { variableOf } from '../../platform/environment.ts';
import { announceInput, declaredIn } from '../../platform/intake.ts';
import { intakePrefix } from '../../platform/objects.ts';
import type { World } from '../../platform/world.ts';
import type { ReplayAnswer } from '../../schemas/api/answers.ts';
import { OkaError } from '../../schemas/errors.ts';
import { type InputKey, inputId } from '../../schemas/input.ts';

/**
 * Takes the end of an input away and sends its first message again. The end goes first: a crash in between leaves the
 * input in flight, where the ledger alarms, and not ended with work under way.
 * @throws OkaError `not-found` when the input or its bytes are not there
 */
export async function replayInput(input: InputKey, world: World, traceparent: string): Promise<ReplayAnswer> {
  const { chart, objects, env } = world;
  const bucket = variableOf(env, 'OKA_BUCKET_INTAKE');
  const state = await chart.input(input);
  const segments = await objects.list(bucket, intakePrefix(input));
  const first = segments[0] && (await objects.head(bucket, segments[0].key));
  if (state === undefined || first === undefined) throw new OkaError('not-found', inputId(input));

  const declared = declaredIn(first.metadata);
  const stored = segments.reduce((sum, { length }) => sum + length, 0);
  const basis = stored >= declared.length ? 'whole' : 'preview';
  await chart.reopenInput(input);
  await announceInput({ ...declared, input, basis, receivedAt: state.receivedAt, traceparent }, 'operate', world);
  await chart.step(input, 'replayed', basis);
  return { input, replayed: true };
}
