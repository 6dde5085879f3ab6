import { bulkElement } from '../../domain/dicom/json.ts';
import { SYNTAX } from '../../domain/dicom/syntax.ts';
import { choose, type Offer, wantedOf } from '../../domain/dicom/web/accept.ts';
import { loadCodecs } from '../../platform/codecs.ts';
import type { ApiAnswer } from '../../platform/handlers/answer.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import type { World } from '../../platform/world.ts';
import { OkaError } from '../../schemas/errors.ts';
import { answerBytes, bodyOfParts, notAcceptable } from './bytes.ts';
import { acceptOf } from './frames.ts';
import { openObject } from './objects.ts';
import { instanceUrl } from './places.ts';
import { instancesOfRequest } from './study.ts';

const ENCAPSULATED_DOCUMENT = '00420011';
/** Shown in a page of its own without running anything. XML may hold a page of HTML: it is given as XML to who asks for that. */
const PDF = 'application/pdf';
const XML = 'text/xml';

/** A large binary value that the metadata name (PS3.18 §10.4.1.1.5): a waveform, a palette, a document. */
export async function readBulkData(request: ApiRequest, world: World): Promise<ApiAnswer> {
  const [instance] = await instancesOfRequest(request, world);
  if (instance === undefined) throw new OkaError('not-found', 'instance');
  const element = request.path.element ?? '';
  const { object, digest } = await openObject(instance, world, await loadCodecs());
  const bytes = bulkElement(object, element);
  if (bytes === undefined) throw new OkaError('not-found', 'bulk data');
  const declared = element === ENCAPSULATED_DOCUMENT ? object.dataSet.string('x00420012') : undefined;
  const octets: Offer<string> = {
    type: 'application/octet-stream',
    transferSyntax: SYNTAX.explicitLittle,
    stored: true,
    of: element,
  };
  const offers =
    declared === PDF
      ? [{ ...octets, type: PDF }, octets]
      : declared === XML
        ? [octets, { ...octets, type: XML }]
        : [octets];
  const chosen = choose(wantedOf(acceptOf(request)), offers, true);
  if (chosen === undefined) return notAcceptable(request, offers);
  const part = {
    contentType: chosen.type,
    location: `${instanceUrl(request.base, instance)}/bulkdata/${element}`,
    bytes,
  };
  const body = bodyOfParts([part], chosen, `bulk ${digest} ${element}`);
  const headers = chosen.type === PDF ? {} : { 'content-disposition': 'attachment' };
  return answerBytes(request, { ...body, headers });
}
