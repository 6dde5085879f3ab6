import { clinicHealth } from '../../domain/codes/health.ts';
import { isMappedNow, mapOfSender } from '../../domain/codes/known.ts';
import { clinicById } from '../../domain/region.ts';
import { inBatches } from '../../platform/chart/batches.ts';
import type { ListedCode } from '../../platform/chart/unmapped.ts';
import type { World } from '../../platform/world.ts';
import type { CodeReplayAnswer, CodesAnswer, HealthAnswer } from '../../schemas/api/answers.ts';
import { OkaError } from '../../schemas/errors.ts';
import { inputId } from '../../schemas/input.ts';
import type { Clinic } from '../../schemas/region.ts';
import { replayInput } from './replay.ts';

/** Input ids that a list shows of each code; all of them are replayed. */
const EXAMPLES = 5;
/** Inputs of one request: within the time of a Lambda. */
const AT_ONCE = 20;

type Codes = Pick<World, 'chart' | 'region'>;

function clinicNamed(id: string, { region }: Codes): Clinic {
  const clinic = clinicById(region, id);
  if (clinic === undefined) throw new OkaError('not-found', id);
  return clinic;
}

const isKnown = (code: ListedCode, clinic: Clinic, { region }: Codes): boolean =>
  isMappedNow(code, mapOfSender(region, clinic, code.sender));

/** Whether the rules can see what this clinic's laboratories send. @throws OkaError `not-found` */
export async function healthOf(id: string, world: Codes): Promise<HealthAnswer> {
  const clinic = clinicNamed(id, world);
  const { state, sentence, reasons } = clinicHealth(world.region, clinic, await world.chart.codes.of(id));
  return { clinic: id, state, sentence, reasons: reasons.map((reason) => ({ ...reason, loinc: [...reason.loinc] })) };
}

/** What came without a map and has not been sent through again, the most frequent first. @throws OkaError `not-found` */
export async function codesOf(id: string, world: Codes): Promise<CodesAnswer> {
  const clinic = clinicNamed(id, world);
  const { codes } = world.chart;
  const all = await inBatches((await codes.of(id)).unmapped, async (code) => {
    const { firstSeen, lastSeen, inputs, more } = await codes.count(id, code.id);
    if (firstSeen === undefined || lastSeen === undefined) return [];
    const examples = (await codes.inputsWith(id, code.id, EXAMPLES)).map(({ input }) => inputId(input));
    return [{ ...code, mappedNow: isKnown(code, clinic, world), inputs, more, firstSeen, lastSeen, examples }];
  });
  const listed: CodesAnswer['codes'] = all.flat();
  return { codes: listed.sort((a, b) => b.inputs - a.inputs || (a.id < b.id ? -1 : 1)) };
}

/**
 * Sends the oldest inputs that brought a code through again, once its map knows it. An input is taken off the list after it was
 * sent: dying in between sends it once more, which changes nothing.
 * @throws OkaError `not-found`, `not-mapped`
 */
export async function replayCode(
  { id, code }: { readonly id: string; readonly code: string },
  world: World,
  traceparent: string,
): Promise<CodeReplayAnswer> {
  const clinic = clinicNamed(id, world);
  const { codes } = world.chart;
  const known = (await codes.of(id)).unmapped.find((one) => one.id === code);
  if (known === undefined) throw new OkaError('not-found', code);
  if (!isKnown(known, clinic, world)) throw new OkaError('not-mapped', known.kind);
  const found = await codes.inputsWith(id, code, AT_ONCE + 1);
  const replayed: string[] = [];
  for (const one of found.slice(0, AT_ONCE)) {
    await replayInput(one.input, world, traceparent);
    await codes.settle(id, code, one);
    replayed.push(inputId(one.input));
  }
  return { replayed, left: found.length > AT_ONCE };
}
