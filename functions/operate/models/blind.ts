import { standingAt } from '../../../domain/recognition/standing.ts';
import { isBlindSample, stateOfStudy, type WatchedRow } from '../../../domain/recognition/watch.ts';
import { installedModels } from '../../../platform/inference/installed.ts';
import { verifyBlindRead } from '../../../platform/tokens.ts';
import { placesOf } from '../../../platform/watch.ts';
import type { World } from '../../../platform/world.ts';
import type { BlindListAnswer, BlindReadAnswer } from '../../../schemas/api/models.ts';
import { OkaError } from '../../../schemas/errors.ts';
import { decisionsOf } from './known.ts';

/** Studies looked through for the sample: at 5 % some fifty remain, more than anybody reads at once. */
const LOOKED_AT = 1000;
const ASSESSED: ReadonlySet<string> = new Set(['present', 'absent', 'indeterminate']);

type Asked = { readonly model: string; readonly clinic: string; readonly reader: string };

/** Studies of the sample that the model has assessed, the oldest unread first. What it says of them is not said. */
export async function listBlind({ model, clinic, reader }: Asked, world: World): Promise<BlindListAnswer> {
  const { chart } = world;
  const rows = await sampleOf(model, clinic, world);
  const label = installedModels(world).find(({ manifest }) => manifest.id === model)?.manifest.labels[0]?.title;
  if (label === undefined) throw new OkaError('not-found', model);
  const read = new Set(
    (await chart.models.blindReads(model, clinic)).filter((one) => one.reader === reader).map(({ study }) => study),
  );
  const first = new Map([...rows].reverse().map((row) => [row.study, row]));
  const studies = [...first.values()]
    .map(({ study, record, acceptedAt }) => ({ study, record, acceptedAt, read: read.has(study) }))
    .sort((a, b) => Number(a.read) - Number(b.read) || (a.acceptedAt < b.acceptedAt ? -1 : 1));
  return { model, clinic, label, studies };
}

/**
 * Takes what a radiologist signs of a study, and only then says what the model says of it.
 * @throws OkaError `unauthenticated` for a statement that does not hold, is about something else or by somebody else;
 * `not-found` for a study that is not of the sample
 */
export async function takeBlindRead(
  { model, clinic, study, reader, statement }: Asked & { readonly study: string; readonly statement: string },
  world: World,
): Promise<BlindReadAnswer> {
  const { chart, region, clock } = world;
  const { principal, signedAt, about } = await verifyBlindRead(statement, region, clock());
  if (about.model !== model || about.study !== study || principal.id !== reader || principal.kind !== 'person')
    throw new OkaError('unauthenticated', 'the statement is about something else');
  const own = (await sampleOf(model, clinic, world)).filter((row) => row.study === study);
  const [newest] = own;
  if (newest === undefined) throw new OkaError('not-found', 'study of the blind sample');
  await chart.models.addBlindRead({ model, clinic, study, reader, says: about.says, at: signedAt.toISOString() });
  const state = stateOfStudy(own.filter(({ version }) => version === newest.version)) ?? 'waiting';
  return { says: about.says, model: { state, version: newest.version } };
}

/** Rows of the sample under every version that is run at the clinic: one in shadow is held against the same reading. */
async function sampleOf(model: string, clinic: string, world: World): Promise<WatchedRow[]> {
  const { chart, region, clock } = world;
  const decisions = await decisionsOf(world);
  const now = clock().toISOString();
  const rows: WatchedRow[] = [];
  for (const place of placesOf(region, { model, clinic }))
    if (standingAt(place, now, decisions, undefined) !== 'draft')
      rows.push(...(await chart.models.images(place, LOOKED_AT)));
  return rows.filter(({ study, state }) => isBlindSample(model, study) && ASSESSED.has(state));
}
