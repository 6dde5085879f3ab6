import { createHash } from 'node:crypto';
import type { DataSet } from 'dicom-parser';
import { type Attachment, attachmentOf } from '../../hl7/map/documents/attachment.ts';
import { stringOf, textOf } from '../values.ts';
import { codeIn, partsIn } from './content.ts';
import type { Contents, KindSource } from './contents.ts';
import { documentItem } from './document-item.ts';
import { ecgSvg } from './ecg-svg.ts';
import { type MultiplexGroup, readWaveforms } from './waveform-read.ts';

const TITLES: readonly (readonly [RegExp, string])[] = [
  [/\.9\.1\.1$/, 'ЭКГ в 12 отведениях / 12-lead ECG'],
  [/\.9\.1\.\d$/, 'ЭКГ / ECG'],
  [/\.9\.2\.1$/, 'Гемодинамика / Haemodynamic waveform'],
  [/\.9\.4\.\d$/, 'Звук / Audio'],
];
const titleOf = (sopClass: string): string =>
  TITLES.find(([pattern]) => pattern.test(sopClass))?.[1] ?? 'Кривые / Waveform';

/**
 * Curves over time become a document: what the device measured and remarked as text, electric channels as a drawing to
 * scale. What cannot be drawn (sound, pressures, what nobody calibrated) is named, kept and linked.
 */
export function waveformContents(source: KindSource): Contents {
  const groups = readWaveforms(source);
  const title = titleOf(source.header.sopClassUid);
  const text = [title, ...groups.map(groupLine), ...annotationsIn(source.object.dataSet)].join('\n');
  const { record } = source.subject;
  const drawings = groups.flatMap((group) => {
    const svg = ecgSvg(group);
    return svg === undefined ? [] : [file(record, svg, 'image/svg+xml')];
  });
  const files = [...drawings, file(record, text, 'text/plain; charset=utf-8')];
  const item = documentItem(source, {
    description: title,
    content: files.map(({ contentType, url, bytes, sha1 }) => ({
      attachment: { contentType, url, size: bytes.length, hash: sha1, title },
    })),
  });
  return { groups: {}, instance: [], items: [item], attachments: files, hash: hashOf(groups) };
}

const file = (record: string, words: string, contentType: string): Attachment => ({
  ...attachmentOf(record, new TextEncoder().encode(words)),
  contentType,
});

const groupLine = ({ label, samplesPerSecond, channels }: MultiplexGroup): string => {
  const seconds = (channels[0]?.samples.length ?? 0) / samplesPerSecond;
  const names = channels.map(({ name, unit }) =>
    unit === undefined ? `${name} (не калибровано / not calibrated)` : name,
  );
  return `${label ?? 'recording'}: ${names.join(', ')}; ${seconds.toFixed(1)} s, ${samplesPerSecond} Hz`;
};

/** Waveform Annotation Sequence (PS3.3 §C.10.10): a text, a code, or a measurement with its unit, each as the device wrote it. */
function annotationsIn(part: DataSet): string[] {
  return partsIn(part, 'x0040b020').flatMap((one) => {
    const name = codeIn(one, 'x0040a043')?.meaning;
    const number = stringOf(one, 'x0040a30a');
    const unit = codeIn(one, 'x004008ea')?.value;
    const value =
      textOf(one, 'x00700006') ??
      codeIn(one, 'x0040a168')?.meaning ??
      (number === undefined ? undefined : [number, unit].filter((word) => word !== undefined).join(' '));
    if (value === undefined) return [];
    return [name === undefined ? value : `${name}: ${value}`];
  });
}

/** The samples in physical units are what a recording is, as decoded pixels are of a picture. */
function hashOf(groups: readonly MultiplexGroup[]): string {
  const hash = createHash('sha256');
  for (const { samplesPerSecond, channels } of groups)
    for (const { name, unit, samples } of channels) {
      hash.update(`${name}\0${unit ?? ''}\0${samplesPerSecond}\0${samples.length}\0`);
      hash.update(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength));
    }
  return hash.digest('hex');
}
