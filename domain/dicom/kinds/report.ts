import { createHash } from 'node:crypto';
import type { DataSet } from 'dicom-parser';
import { RANK } from '../../../schemas/chart.ts';
import { DICOM_UID, LOINC } from '../../fhir/systems.ts';
import { attachmentOf } from '../../hl7/map/documents/attachment.ts';
import { stringOf, textOf } from '../values.ts';
import { type Code, codeIn, conceptOf, partsIn } from './content.ts';
import { type ContentItem, contentTree, everyItem, isNamed, personName } from './content-tree.ts';
import type { Contents, KindSource } from './contents.ts';
import { deviceOfReport } from './device.ts';
import { deviceItem } from './device-item.ts';
import { documentItem, itemOfInstance, subjectOf } from './document-item.ts';
import { textOfTree } from './report-text.ts';

/** Who stands for a report: verified by a person (PS3.3 §C.17.2), or not. */
type Verified = { readonly by?: string; readonly complete: boolean };

/**
 * A structured report is kept as text. What a program says in one (CAD, TID 1500 with an algorithm or a device as its
 * observer) is that device's finding; what a named person has verified under the title of an imaging report is that
 * person's report; everything else is a document and no more.
 */
export function reportContents(source: KindSource): Contents {
  const { dataSet: part } = source.object;
  const tree = contentTree(part);
  const title = codeIn(part, 'x0040a043');
  const verified = verifiedIn(part);
  const device = deviceOfReport(source, tree, verified.by !== undefined);
  const text = [...headings(title, verified, device?.device), textOfTree(tree)].join('\n');
  const bytes = new TextEncoder().encode(text);
  const attachment = { ...attachmentOf(source.subject.record, bytes), contentType: 'text/plain; charset=utf-8' };
  const { url, sha1, contentType } = attachment;
  const document = documentItem(source, {
    ...(title ? { type: conceptOf(title), description: title.meaning } : {}),
    docStatus: verified.by !== undefined && verified.complete ? 'final' : 'preliminary',
    content: [{ attachment: { contentType, url, size: bytes.length, hash: sha1, title: title?.meaning ?? 'SR' } }],
  });
  const own =
    device !== undefined ? [deviceItem(source, device)] : reportItems(source, { title, tree, text, verified });
  return {
    groups: {},
    instance: [],
    items: [document, ...own],
    attachments: [attachment],
    hash: createHash('sha256').update(bytes).digest('hex'),
  };
}

function verifiedIn(part: DataSet): Verified {
  const [observer] = partsIn(part, 'x0040a073');
  const name = observer && textOf(observer, 'x0040a075');
  const isVerified = stringOf(part, 'x0040a493') === 'VERIFIED';
  const complete = stringOf(part, 'x0040a491') === 'COMPLETE';
  return isVerified && name !== undefined ? { by: personName(name), complete } : { complete };
}

const headings = (
  title: Code | undefined,
  { by, complete }: Verified,
  device: { name: string } | undefined,
): string[] => [
  title?.meaning ?? 'Structured report / Структурированный отчёт',
  by !== undefined && device === undefined
    ? `Verified by / Подтвердил: ${by}${complete ? '' : ' (partial / не завершено)'}`
    : 'Not verified by a physician / Не подтверждено врачом',
  ...(device === undefined ? [] : [`Device / Программа: ${device.name}`]),
  '',
];

type Read = {
  readonly title: Code | undefined;
  readonly tree: readonly ContentItem[];
  readonly text: string;
  readonly verified: Verified;
};

/** Titles of imaging reports are LOINC codes (CID 7000); measurements and logs have titles of DICOM's own. */
function reportItems(source: KindSource, { title, tree, text, verified }: Read) {
  if (title?.scheme !== 'LN' || verified.by === undefined) return [];
  const { header, study } = source;
  const taken = header.started ?? header.sourceTime;
  const report = itemOfInstance(
    source,
    'DiagnosticReport',
    'base',
    {
      identifier: [{ system: DICOM_UID, value: `urn:oid:${header.sopInstanceUid}` }],
      status: verified.complete ? 'final' : 'partial',
      category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'RAD' }] }],
      code: { coding: [{ system: LOINC, code: title.value, display: title.meaning }], text: title.meaning },
      ...subjectOf(source),
      ...(taken === undefined ? {} : { effectiveDateTime: taken }),
      ...(header.sourceTime === undefined ? {} : { issued: header.sourceTime }),
      imagingStudy: [{ reference: `ImagingStudy/${study}` }],
      performer: [{ display: verified.by }],
      conclusion: impressionIn(tree) ?? text,
    },
    verified.complete ? RANK.final : RANK.preliminary,
  );
  return [report];
}

/** The section or item called Impression (LOINC 19005-8; DCM 121072, 121073), as the radiologist wrote it. */
function impressionIn(tree: readonly ContentItem[]): string | undefined {
  const isImpression = (item: ContentItem): boolean =>
    isNamed(item, 'LN', '19005-8') || isNamed(item, 'DCM', '121072') || isNamed(item, 'DCM', '121073');
  const named = [...everyItem(tree)].filter(isImpression);
  const said = named.flatMap(({ value }) => value ?? []);
  const sections = named.map(({ children }) => textOfTree(children));
  return (said.length > 0 ? said : sections).filter((text) => text !== '').join('\n') || undefined;
}
