import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import type { DicomJson } from '../../domain/dicom/json.ts';
import { readDicom } from '../../domain/dicom/read.ts';
import { type NewForm, planForms } from '../../domain/dicom/sr/forms.ts';
import { sourceOf } from '../../domain/dicom/sr/source.ts';
import { dicomKey } from '../../domain/fhir/identifiers.ts';
import { readPng } from '../../domain/imaging/png.ts';
import { clinicById } from '../../domain/region.ts';
import { pointBinary } from '../../platform/binaries.ts';
import { registerInstance } from '../../platform/chart/studies.ts';
import type { IndexedInstance } from '../../platform/chart/study-rows.ts';
import { variableOf } from '../../platform/environment.ts';
import type { World } from '../../platform/world.ts';
import { OkaError } from '../../schemas/errors.ts';
import { FormsOfVersion, type MadeForm } from '../../schemas/forms.ts';
import type { Finding, Result } from '../../schemas/result.ts';

const DICOM = 'application/dicom';

/**
 * The DICOM forms of one version of a finding, made once: objects, then the index of studies, then the list that says that all of
 * it is there. A repeat after a crash writes the same bytes again; a repeat after the list reads it.
 * @throws OkaError `not-found` when the image is not in the index of studies, `dicom-value` for what DICOM does not allow
 */
export async function formsOf(result: Result, world: World): Promise<readonly MadeForm[]> {
  const { content } = result;
  if (content.kind !== 'finding') return [];
  const folder = `forms/${result.record}/${result.resultId}`;
  const versions = await versionsIn(folder, world);
  const done = versions.find(({ version }) => version === result.version);
  if (done !== undefined) return done.forms;
  // A run that is late with an old version must not follow the newer one.
  if (versions.some(({ version }) => version > result.version)) return [];
  const forms = await makeForms(result, content, versions, world);
  const made: FormsOfVersion = { ...pick(result), forms };
  await put(world, `${folder}/${result.version}.json`, Buffer.from(JSON.stringify(made)), 'application/json');
  return forms;
}

const pick = ({ resultId, version, contentHash }: Result) => ({ resultId, version, contentHash });

async function versionsIn(folder: string, { objects, env }: World): Promise<FormsOfVersion[]> {
  const bucket = variableOf(env, 'OKA_BUCKET_DERIVED');
  const keys = (await objects.list(bucket, `${folder}/`)).map(({ key }) => key).filter((key) => key.endsWith('.json'));
  return Promise.all(
    keys.map(async (key) => FormsOfVersion.parse(JSON.parse(Buffer.from(await objects.get(bucket, key)).toString()))),
  );
}

async function makeForms(
  result: Result,
  finding: Finding,
  versions: readonly FormsOfVersion[],
  world: World,
): Promise<MadeForm[]> {
  const earlier = versions.filter(({ version }) => version < result.version);
  if (result.state === 'withdrawn' && earlier.length === 0) return [];
  const { objects, env, chart } = world;
  const bucket = variableOf(env, 'OKA_BUCKET_DERIVED');
  const { studyInstanceUid } = finding.study;
  const { instances } = await chart.studies.read(dicomKey(variableOf(env, 'OKA_ID_KEY'), 'study', [studyInstanceUid]));
  const image = imageAmong(instances, result, finding);
  const metadata = Buffer.from(await objects.get(bucket, image.metadata)).toString();
  const zone = clinicById(world.region, image.clinic)?.zone ?? world.region.zone;
  const about = { result, finding, zone, research: finding.research === true };
  const { heatMap: key } = finding.derived;
  const png = key === undefined ? undefined : { key, bytes: await objects.get(bucket, key) };
  const { made, kept } = lasting(() => {
    const form = { ...about, source: sourceOf(JSON.parse(metadata) as DicomJson) };
    return planForms(form, earlier, png && { key: png.key, picture: readPng(png.bytes, unzip) });
  });
  const stored: MadeForm[] = [];
  for (const one of made) stored.push(await keep(one, result, { zone, image }, world));
  return [...stored, ...kept];
}

/** Work on bytes that are here: whatever fails in it fails each time, so nobody waits for another try. */
function lasting<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw cause instanceof OkaError ? cause : new OkaError('dicom-value', 'form of a finding', { cause });
  }
}

/** The image under its record, else under the record that was merged into it: what it is does not depend on whose it is. */
function imageAmong(instances: readonly IndexedInstance[], { record }: Result, { instance }: Finding): IndexedInstance {
  const found = instances.filter(
    (one) => one.sopInstanceUid === instance.sopInstanceUid && one.pixelHash === instance.pixelHash,
  );
  const image = found.find((one) => one.record === record) ?? found[0];
  if (image === undefined) throw new OkaError('not-found', 'image of the finding in the index of studies');
  return image;
}

const unzip = (bytes: Uint8Array, limit: number): Uint8Array => inflateSync(bytes, { maxOutputLength: limit });

/** The object, its way to readers of the record, and its place in the study. */
async function keep(
  { kind, reference, bytes, madeOf, rejects }: NewForm,
  { record, resultId, version, sourceTime }: Result,
  { zone, image }: { readonly zone: string; readonly image: IndexedInstance },
  world: World,
): Promise<MadeForm> {
  const key = `forms/${record}/${resultId}/${version}/${kind}.dcm`;
  await put(world, key, bytes, DICOM);
  await pointBinary(world.objects, variableOf(world.env, 'OKA_BUCKET_DERIVED'), { key, record });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { object, header } = readDicom(bytes, zone, () => new Uint8Array());
  const { studyInstanceUid, seriesInstanceUid, sopClassUid, sopInstanceUid } = reference;
  await registerInstance(world, {
    ...{ object, header, record: image.record, clinic: image.clinic, study: image.study },
    // Our UIDs stand for one content each, so the bytes are as good a name as the pixels.
    pixelHash: sha256,
    source: { derived: key, sha256 },
    length: bytes.length,
    receivedAt: sourceTime,
  });
  return {
    ...{ kind, studyInstanceUid, seriesInstanceUid, sopClassUid, sopInstanceUid, key, bytes: bytes.length, sha256 },
    sha1: createHash('sha1').update(bytes).digest('base64'),
    ...(madeOf === undefined ? {} : { madeOf }),
    ...(rejects === undefined ? {} : { rejects: [...rejects] }),
  };
}

const put = ({ objects, env }: World, key: string, bytes: Uint8Array, contentType: string): Promise<void> =>
  objects.put(variableOf(env, 'OKA_BUCKET_DERIVED'), key, bytes, { contentType });
