import { ecgSvg } from '../../domain/dicom/kinds/ecg-svg.ts';
import { readWaveforms } from '../../domain/dicom/kinds/waveform-read.ts';
import { loadCodecs } from '../../platform/codecs.ts';
import type { ApiAnswer } from '../../platform/handlers/answer.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import type { World } from '../../platform/world.ts';
import { OkaError } from '../../schemas/errors.ts';
import { answerBytes, bodyOfBytes } from './bytes.ts';
import { etagOf } from './etag.ts';
import { openObject } from './objects.ts';
import { instancesOfRequest } from './study.ts';

/** Electric curves of a waveform object as a drawing to scale, the first recording of them. @throws OkaError `not-found` */
export async function readCurves(request: ApiRequest, world: World): Promise<ApiAnswer> {
  const [instance] = await instancesOfRequest(request, world);
  if (instance === undefined) throw new OkaError('not-found', 'instance');
  const { object, header, digest } = await openObject(instance, world, await loadCodecs());
  const [drawing] = readWaveforms({ object, header }).flatMap((group) => ecgSvg(group) ?? []);
  if (drawing === undefined) throw new OkaError('not-found', 'electric curves');
  const body = bodyOfBytes(Buffer.from(drawing), 'image/svg+xml', etagOf('curves-1', digest));
  // Opened by itself a drawing could hold a script; ours holds none, and a browser need not take our word for it.
  return answerBytes(request, {
    ...body,
    headers: { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox" },
  });
}
