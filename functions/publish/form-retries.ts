import type { FormRetry } from '../../platform/chart/form-retries.ts';
import { log } from '../../platform/log.ts';
import type { World } from '../../platform/world.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { MadeForm } from '../../schemas/forms.ts';
import { parseInputId } from '../../schemas/input.ts';
import { INPUT_EXTENSION } from '../../schemas/measurement.ts';
import type { Finding, Result } from '../../schemas/result.ts';
import { formsOf } from './forms.ts';

/** Why an input is on its clinic's list: its finding is in the record and not in the archive. */
const NOT_MADE = 'dicom-form-not-made';

/** Waits before the second, third and fourth try, in seconds; then a human is asked. */
const WAITS_SECONDS = [60, 600, 3600] as const;

/**
 * The DICOM forms of a version, or none where they cannot be made: a physician must not wait for a PACS. Then they are tried
 * again when their time has come, and after the last try the image stands on its clinic's list.
 */
export async function formsOrLater(
  result: Result,
  known: FormRetry | undefined,
  world: World,
): Promise<readonly MadeForm[]> {
  try {
    const forms = await formsOf(result, world);
    if (known !== undefined) await settled(result, known, world);
    return forms;
  } catch (cause) {
    if (!(cause instanceof OkaError) || cause.class !== 'permanent' || cause.code === 'configuration') throw cause;
    const { record, resultId, content } = result;
    log.error('no DICOM forms of a result', { record, resultId, code: cause.code }, cause);
    // Of a preview the whole is on its way, which makes its own.
    if (content.kind === 'finding' && content.basis === 'whole') await later(result, content, known, world);
    return [];
  }
}

/** Tries again what is ripe, of versions that still stand. */
export async function retryForms(
  results: readonly Result[],
  retries: readonly FormRetry[],
  world: World,
): Promise<void> {
  for (const retry of retries.filter(({ isRipe }) => isRipe)) {
    const result = results.find(({ resultId, version }) => resultId === retry.resultId && version === retry.version);
    if (result !== undefined) await formsOrLater(result, retry, world);
  }
}

async function later(result: Result, finding: Finding, known: FormRetry | undefined, world: World): Promise<void> {
  const { record, resultId, version } = result;
  const { chart, clock } = world;
  const before = known?.version === version ? known : undefined;
  // A message that came again is no further try.
  if (before !== undefined && before.isRipe === undefined) return;
  const tries = (before?.tries ?? 0) + 1;
  const wait = WAITS_SECONDS[tries - 1];
  if (wait === undefined) await list(record, finding, [NOT_MADE], world);
  const at = wait === undefined ? {} : { at: new Date(clock().getTime() + wait * 1000).toISOString() };
  await chart.noteFormRetry({ record, resultId, version, tries, ...at });
}

async function settled({ record, resultId, content }: Result, known: FormRetry, world: World): Promise<void> {
  if (known.at === undefined && content.kind === 'finding') await list(record, content, [], world);
  await world.chart.endFormRetry(record, resultId);
}

/** Puts the inputs of the image on their clinic's list, or takes them off; what they are listed for otherwise stays. */
async function list(
  record: string,
  { study, made }: Finding,
  reasons: readonly string[],
  { chart }: World,
): Promise<void> {
  const resource = (await chart.get(record, 'ImagingStudy', study.id))?.resource as fhir4.ImagingStudy | undefined;
  const inputs = (resource?.extension ?? []).flatMap(({ url, valueString }) =>
    url === INPUT_EXTENSION && valueString !== undefined ? [parseInputId(valueString)] : [],
  );
  const own = inputs.filter(({ sha256 }) => sha256 === made?.input);
  for (const input of own.length > 0 ? own : inputs) await chart.listForHuman(input, reasons, NOT_MADE);
}
