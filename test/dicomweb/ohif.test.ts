import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { api } from 'dicomweb-client';
import { loadCodecs } from '../../platform/codecs.ts';
import type { Attributes } from '../dicom.ts';
import { type ImageRegion, openImageRegion } from './region.ts';

/** The part of a browser's XMLHttpRequest that the client library uses, over fetch. */
class Request {
  responseType = '';
  status = 0;
  readyState = 0;
  response: unknown;
  onreadystatechange: (() => void) | undefined;
  private address: [method: string, url: string] = ['GET', ''];
  private readonly sent: Record<string, string> = {};
  private received = new Headers();
  open(method: string, url: string): void {
    this.address = [method, url];
  }
  setRequestHeader(name: string, value: string): void {
    this.sent[name] = value;
  }
  getResponseHeader(name: string): string | null {
    return this.received.get(name);
  }
  getAllResponseHeaders(): string {
    return [...this.received].map(([name, value]) => `${name}: ${value}`).join('\r\n');
  }
  async send(): Promise<void> {
    const [method, url] = this.address;
    asked.push({ url, accept: this.sent.Accept });
    const answer = await fetch(url, { method, headers: this.sent });
    this.received = answer.headers;
    const bytes = await answer.arrayBuffer();
    this.status = answer.status;
    const text = () => new TextDecoder().decode(bytes);
    this.response =
      this.responseType === 'arraybuffer' ? bytes : this.responseType === 'json' ? JSON.parse(text()) : text();
    this.readyState = 4;
    this.onreadystatechange?.();
  }
}

/** Its types ask for more than its code does. */
type Client = Record<
  | 'searchForStudies'
  | 'searchForSeries'
  | 'retrieveStudyMetadata'
  | 'retrieveSeriesMetadata'
  | 'retrieveInstanceMetadata'
  | 'retrieveInstanceFrames'
  | 'retrieveInstanceRendered'
  | 'retrieveInstance'
  | 'retrieveBulkData',
  (options: object) => Promise<unknown>
>;
const clientOf = (options: object): Client => new api.DICOMwebClient(options as never) as unknown as Client;
type Row = Record<string, { vr: string; Value?: unknown[]; BulkDataURI?: string }>;
const asked: { url: string; accept: string | undefined }[] = [];
const STUDY = '1.2.30';
const SERIES = '1.2.30.1';
const ROWS = 64;
const PIXELS = new Uint8Array(Uint16Array.from({ length: ROWS * ROWS }, (_, at) => (at * 13) % 4096).buffer);
const WAVEFORM = Uint8Array.from({ length: 6000 }, (_, at) => at % 256);
const image = (at: number, more: Partial<Attributes> = {}): Partial<Attributes> => ({
  '0020000d': ['UI', STUDY],
  '0020000e': ['UI', SERIES],
  '00080018': ['UI', `${SERIES}.${at}`],
  '00080021': ['DA', '20260301'],
  '0008103e': ['LO', 'Прямая проекция'],
  '00200011': ['IS', '1'],
  '00200013': ['IS', String(at)],
  '00280010': ['US', ROWS],
  '00280011': ['US', ROWS],
  '7fe00010': ['OW', PIXELS],
  ...more,
});

let region: ImageRegion;
let server: Awaited<ReturnType<ImageRegion['listen']>>;
let client: Client;
beforeAll(async () => {
  region = await openImageRegion();
  await region.admit();
  for (const at of [1, 2]) await region.sendExample(image(at));
  await region.sendExample(image(3, { '54000100': ['SQ', [{ '54001010': ['OW', WAVEFORM] }]] }));
  server = await region.listen();
  Object.assign(globalThis, { XMLHttpRequest: Request });
  client = clientOf({
    url: `${server.url}/dicomweb`,
    singlepart: 'bulkdata,video,pdf',
    verbose: false,
    headers: { Authorization: 'Bearer of-a-physician' },
  });
});
afterAll(async () => {
  await server.close();
  await region.it.close();
});

/** As dicomImageLoader takes a frame out of an answer: by the first header and the boundary found again. */
function frameOf(contentType: string, body: Uint8Array): { transferSyntax: string | undefined; bytes: Uint8Array } {
  const text = Buffer.from(body).toString('latin1');
  const start = text.indexOf('\r\n\r\n');
  const lines = text.slice(0, start).split('\r\n');
  const boundary = lines.find((line) => line.startsWith('--')) ?? '';
  const own =
    lines
      .find((line) => line.startsWith('Content-Type:'))
      ?.slice('Content-Type:'.length)
      .trim() ?? contentType;
  const end = text.indexOf(boundary, start + 4);
  const transferSyntax = /transfer-syntax=([\d.]+)/.exec(own)?.[1];
  return { transferSyntax, bytes: body.subarray(start + 4, end - 2) };
}

describe('OHIF opens a study', () => {
  test('from its list, by part of a name, in a range of dates', async () => {
    const rows = (await client.searchForStudies({
      queryParams: {
        PatientName: '*Иван*',
        '00100020': '*47*',
        StudyDate: '20260101-20261231',
        limit: 101,
        offset: 0,
        fuzzymatching: false,
        includefield: '00081030,00080060,00080090,00100030',
      },
    })) as Row[];
    expect(rows.map((row) => row['0020000D']?.Value?.[0])).toEqual([STUDY]);
    expect(rows[0]).toMatchObject({
      '00080061': { Value: ['DX'] },
      '00100030': { Value: ['20230115'] },
      '00201208': { Value: [3] },
    });
  });

  test('by its UID, then its series, then their metadata', async () => {
    await client.searchForStudies({
      queryParams: { StudyInstanceUID: STUDY, limit: 101, offset: 0, fuzzymatching: false },
    });
    const series = (await client.searchForSeries({
      studyInstanceUID: STUDY,
      queryParams: { includefield: '0008103E,00080021' },
    })) as Row[];
    expect(series).toMatchObject([
      { '0020000E': { Value: [SERIES] }, '0008103E': { Value: ['Прямая проекция'] }, '00201209': { Value: [3] } },
    ]);
    const metadata = (await client.retrieveSeriesMetadata({
      studyInstanceUID: STUDY,
      seriesInstanceUID: SERIES,
    })) as Row[];
    expect(metadata.map((row) => row['00080018']?.Value?.[0])).toEqual([1, 2, 3].map((at) => `${SERIES}.${at}`));
    // What a viewport is made from.
    expect(metadata[0]).toMatchObject({
      '00280002': { Value: [1] },
      '00280004': { Value: ['MONOCHROME2'] },
      '00280010': { Value: [ROWS] },
      '00280100': { Value: [16] },
      '00280103': { Value: [0] },
    });
    const whole = (await client.retrieveStudyMetadata({ studyInstanceUID: STUDY })) as Row[];
    expect(whole).toHaveLength(3);
  });

  test('and its frames, as its image loader asks for them', async () => {
    const url = `${server.url}/dicomweb/studies/${STUDY}/series/${SERIES}/instances/${SERIES}.1/frames/1`;
    const answer = await fetch(url, {
      headers: { Accept: 'multipart/related; type=application/octet-stream; transfer-syntax=*' },
    });
    const body = new Uint8Array(await answer.arrayBuffer());
    const { transferSyntax, bytes } = frameOf(answer.headers.get('content-type') ?? '', body);
    expect(transferSyntax).toBe('1.2.840.10008.1.2.4.202');
    expect(Buffer.from((await loadCodecs()).htj2k(bytes).bytes)).toEqual(Buffer.from(PIXELS));
    // Step by step, as for a slow line: a first range shows the picture small.
    const first = await fetch(url, {
      headers: { Accept: 'multipart/related; type=application/octet-stream; transfer-syntax=*', Range: 'bytes=0-1023' },
    });
    expect([first.status, first.headers.get('content-range')]).toEqual([206, `bytes 0-1023/${body.length}`]);
  });

  test('and its frames through the client library, compressed or not', async () => {
    const where = {
      studyInstanceUID: STUDY,
      seriesInstanceUID: SERIES,
      sopInstanceUID: `${SERIES}.2`,
      frameNumbers: [1],
    };
    const [plain] = (await client.retrieveInstanceFrames(where)) as ArrayBuffer[];
    expect(Buffer.from(plain as ArrayBuffer)).toEqual(Buffer.from(PIXELS));
    const mediaTypes = [
      { mediaType: 'image/jhc', transferSyntaxUID: '1.2.840.10008.1.2.4.202' },
      { mediaType: 'application/octet-stream', transferSyntaxUID: '1.2.840.10008.1.2.1' },
    ];
    const [coded] = (await client.retrieveInstanceFrames({
      ...where,
      mediaTypes,
    })) as ArrayBuffer[];
    expect(new Uint8Array(coded as ArrayBuffer).slice(0, 2)).toEqual(Uint8Array.of(0xff, 0x4f));
  });

  test('and what it shows beside them: bulk data, thumbnails, renderings, the instance itself', async () => {
    const where = { studyInstanceUID: STUDY, seriesInstanceUID: SERIES, sopInstanceUID: `${SERIES}.3` };
    const [row] = (await client.retrieveInstanceMetadata(where)) as Record<string, { Value?: Row[] }>[];
    const BulkDataURI = row?.['54000100']?.Value?.[0]?.['54001010']?.BulkDataURI ?? '';
    const parts = (await client.retrieveBulkData({
      BulkDataURI,
      multipart: false,
    })) as ArrayBuffer[];
    expect(parts.map((part) => Buffer.from(part).equals(WAVEFORM))).toContain(true);
    // OHIF fetches thumbnails by the same call.
    const address = `${server.url}/dicomweb/studies/${STUDY}/series/${SERIES}/instances/${SERIES}.3/thumbnail`;
    const multi = clientOf({ url: `${server.url}/dicomweb`, verbose: false });
    for (const asking of [client, multi]) {
      const [thumbnail] = (await asking.retrieveBulkData({
        BulkDataURI: address,
      })) as ArrayBuffer[];
      expect(new Uint8Array(thumbnail as ArrayBuffer).slice(0, 3)).toEqual(Uint8Array.of(0xff, 0xd8, 0xff));
    }
    const rendered = (await client.retrieveInstanceRendered({
      ...where,
      mediaTypes: [{ mediaType: 'image/png' }],
    })) as ArrayBuffer[];
    expect(new Uint8Array((Array.isArray(rendered) ? rendered[0] : rendered) as ArrayBuffer).slice(1, 4)).toEqual(
      Uint8Array.of(0x50, 0x4e, 0x47),
    );
    const instance = (await client.retrieveInstance(where)) as ArrayBuffer;
    expect(Buffer.from(instance).subarray(128, 132).toString()).toBe('DICM');
  });

  test('asking as it asks everywhere: these are the headers it sent', () => {
    expect(new Set(asked.map(({ accept }) => accept))).toMatchInlineSnapshot(`
Set {
  "application/dicom+json",
  "multipart/related; type="application/octet-stream"",
  "multipart/related; type="image/jhc"; transfer-syntax=1.2.840.10008.1.2.4.202, multipart/related; type="application/octet-stream"; transfer-syntax=1.2.840.10008.1.2.1",
  undefined,
  "image/png",
  "multipart/related; type="application/dicom"",
}
`);
  });
});
