import { OkaError } from '../../../schemas/errors.ts';
import { attachmentOf } from '../../hl7/map/documents/attachment.ts';
import { numberOf, stringOf, textOf } from '../values.ts';
import { codeIn, conceptOf } from './content.ts';
import type { Contents, KindSource } from './contents.ts';
import { documentItem } from './document-item.ts';

/**
 * An encapsulated document (PS3.3 §C.24.2) becomes a DocumentReference with its file beside the chart, as documents of
 * HL7 messages do. The file is served as what its bytes show it to be, whatever (0042,0012) says.
 * @throws OkaError `dicom-structure` without a document
 */
export function documentContents(source: KindSource): Contents {
  const { dataSet } = source.object;
  const element = dataSet.elements.x00420011;
  if (element === undefined || element.length === 0) throw new OkaError('dicom-structure', '(0042,0011)');
  // A value is padded to even length; (0042,0015) says how long the document is without the padding.
  const stated = numberOf(dataSet, 'x00420015');
  const length = stated !== undefined && stated <= element.length ? stated : element.length;
  const bytes = dataSet.byteArray.slice(element.dataOffset, element.dataOffset + length);
  const attachment = attachmentOf(source.subject.record, bytes);
  const type = codeIn(dataSet, 'x0040a043');
  const title = textOf(dataSet, 'x00420010') ?? type?.meaning;
  const { contentType, url, sha1 } = attachment;
  const item = documentItem(source, {
    ...(type ? { type: conceptOf(type) } : {}),
    ...(title === undefined ? {} : { description: title }),
    content: [
      {
        attachment: { contentType, url, size: bytes.length, hash: sha1, ...(title === undefined ? {} : { title }) },
      },
    ],
    ...(stringOf(dataSet, 'x0040a493') === 'VERIFIED' ? { docStatus: 'final' as const } : {}),
  });
  return { groups: {}, instance: [], items: [item], attachments: [attachment], hash: attachment.sha256 };
}
