import { studyIdOf, studyItem } from '../../domain/dicom/study.ts';
import { subjectOf } from '../../domain/dicom/subject.ts';
import type { Codecs } from '../../domain/imaging/codecs.ts';
import { type Prefix, readPrefix } from '../../domain/imaging/prefix.ts';
import { isRead } from '../../domain/recognition/lane.ts';
import { clinicById } from '../../domain/region.ts';
import { variableOf } from '../../platform/environment.ts';
import { loadHtj2k } from '../../platform/htj2k.ts';
import { pixelHashSaid, readIntakeRange } from '../../platform/intake.ts';
import type { World } from '../../platform/world.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { ImageUploaded } from '../../schemas/messages.ts';
import type { Clinic } from '../../schemas/region.ts';
import { hasWhole, notePreview } from './arriving.ts';
import { sendForRecognition } from './recognition.ts';

/**
 * The first bytes of an image lie in intake: its study appears in the chart as a preview, and a radiograph goes to the
 * models that a preview is enough for. The input stays open: only the whole ends it, so one whose rest never comes is seen
 * in flight. What a prefix cannot be used for waits for the whole and is no fault. Everything said here has a lower rank
 * than what the whole says, whichever is read first (contract 3).
 */
export async function receivePrefix(event: ImageUploaded, world: World, codecs: Codecs): Promise<void> {
  const { input, receivedAt } = event.data;
  const { chart } = world;
  const clinic = clinicById(world.region, input.clinic);
  if (clinic === undefined) throw new OkaError('unknown-sender', 'clinic');
  const unused = (why: string): Promise<void> => chart.step(input, 'preview not used', why);
  const pixelHash = await pixelHashSaid(world, input);
  if (pixelHash === undefined) return unused('no pixel hash');
  const prefix = await prefixOf(event, clinic, world, codecs);
  if (typeof prefix === 'string') return unused(prefix);

  const { header } = prefix;
  const idKey = variableOf(world.env, 'OKA_ID_KEY');
  const subject = subjectOf(world.region, clinic, header, idKey);
  if (subject.unknown !== undefined) return unused(subject.unknown);
  const { record, owner } = subject;
  const source = { input, header, pixelHash, subject, clinicOid: clinic.oid, receivedAt, idKey };
  const item = studyItem({ ...source, basis: 'preview' });
  await notePreview(world, input, { item, owner: owner.id });
  if (await hasWhole(world, input)) return unused('the whole is there');
  const { accession } = header;
  const accessions = accession === undefined ? [] : [{ domain: clinic.oid, accession, record }];
  await chart.write({ items: [item], owners: { [record]: owner.id }, accessions });
  await chart.step(input, 'preview read', `${prefix.frame.columns} × ${prefix.frame.rows}`);
  if (!isRead(header)) return;
  const study = studyIdOf(idKey, subject, header.studyInstanceUid);
  await sendForRecognition({ event, clinic, header, record, study, pixelHash, basis: 'preview' }, world);
}

/** The prefix, or the code of what is wrong with it: the whole may be right all the same. */
async function prefixOf(
  { data: { input, previewBytes } }: ImageUploaded,
  { zone, imageCharset: charset }: Clinic,
  world: World,
  codecs: Codecs,
): Promise<Prefix | string> {
  if (previewBytes === undefined) return 'no length';
  const bytes = await readIntakeRange(world, input, [0, previewBytes]);
  if (bytes.length < previewBytes) return 'dicom-truncated';
  try {
    return readPrefix(bytes, zone, codecs.inflate, await loadHtj2k(), { charset });
  } catch (cause) {
    if (cause instanceof OkaError && cause.class === 'permanent') return cause.code;
    throw cause;
  }
}
