import { hash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { heatMapReference, writeHeatMap } from '../../../domain/dicom/capture/heat-map.ts';
import { formExample } from '../../../domain/dicom/sr/examples.ts';
import { instanceUidOf } from '../../../domain/dicom/sr/form.ts';
import { writeRejectionNote } from '../../../domain/dicom/sr/rejection-note.ts';
import { writeReport } from '../../../domain/dicom/sr/report.ts';
import type { TakenResult } from '../../connector/letter.ts';
import { askRegion } from '../../region/region.ts';
import type { FormKind } from '../facts.ts';

export type Form = {
  readonly uid: string;
  readonly sopClassUid: string;
  readonly kind: FormKind;
  readonly bytes: Buffer;
};

const example = formExample();
const withdrawn = formExample({}, { version: 2, contentHash: 'e'.repeat(64), state: 'withdrawn' });
/** What Oka makes of a finding and of its withdrawal. */
export const REPORT: Form = {
  uid: instanceUidOf(example.result, 'report'),
  sopClassUid: '1.2.840.10008.5.1.4.1.1.88.34',
  kind: 'report',
  bytes: Buffer.from(writeReport(example)),
};
export const HEAT_MAP: Form = {
  uid: instanceUidOf(example.result, 'heat-map'),
  sopClassUid: '1.2.840.10008.5.1.4.1.1.7',
  kind: 'heat-map',
  bytes: Buffer.from(writeHeatMap(example, { rows: 700, columns: 600, bytes: new Uint8Array(700 * 600 * 3).fill(77) })),
};
export const NOTE: Form = {
  uid: instanceUidOf(withdrawn.result, 'note'),
  sopClassUid: '1.2.840.10008.5.1.4.1.1.88.59',
  kind: 'note',
  bytes: Buffer.from(writeRejectionNote(withdrawn, [heatMapReference(example)])),
};

/** The API of a region as far as it gives Binaries, in parts, to who has the token. */
export async function startRegion(forms: readonly Form[] = [REPORT, HEAT_MAP, NOTE]) {
  const asked: string[] = [];
  const hooks = { isAway: false, cutAt: -1, spoil: false };
  const server = createServer((request, response) => {
    const form = forms.find(({ uid }) => request.url === `/fhir/Binary/${uid}`);
    asked.push(`${request.url} ${request.headers.range}`);
    if (hooks.isAway) return void response.writeHead(503).end();
    if (request.headers.authorization !== 'Bearer ehr') return void response.writeHead(401).end();
    if (form === undefined) return void response.writeHead(404).end();
    const [, from = 0, to = 0] = (/bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? []).map(Number);
    const part = Buffer.from(form.bytes.subarray(from, to + 1));
    if (hooks.spoil) part.fill(0);
    if (asked.length === hooks.cutAt) {
      response.writeHead(206, { 'content-length': part.length }).write(part.subarray(0, part.length >> 1));
      return void setTimeout(() => response.destroy(), 5);
    }
    response.writeHead(206, { 'content-range': `bytes ${from}-${to}/${form.bytes.length}` }).end(part);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const link = askRegion({ url });
  return {
    asked,
    hooks,
    url,
    options: { ask: link.ask, token: async () => 'ehr' },
    stop: () =>
      new Promise<void>((resolve) => {
        link.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A result as the connector hands it on, whose Bundle names these objects. */
export function resultWith(forms: readonly Form[], version = 1): TakenResult {
  const entry = forms.map(({ uid, sopClassUid, kind, bytes }) => ({
    resource: {
      resourceType: 'DocumentReference',
      masterIdentifier: { value: `urn:oid:${uid}` },
      type: { coding: [{ code: kind }] },
      content: [
        {
          attachment: {
            contentType: 'application/dicom',
            url: `Binary/${uid}`,
            size: bytes.length,
            extension: [{ url: 'https://oka.health/fhir/sha256', valueString: hash('sha256', bytes) }],
          },
          format: { code: `urn:oid:${sopClassUid}` },
        },
      ],
      context: { related: [{ identifier: { value: 'urn:oid:1.2.3.4' } }] },
    },
  }));
  return {
    ...{
      ehr: 'mis',
      clinic: 'district',
      record: '00000000-0000-8000-8000-000000000000',
      resultId: 'a'.repeat(64),
      version,
    },
    ...{ contentHash: 'b'.repeat(64), state: 'current', severity: 'warning', notify: true },
    takenAt: '2026-03-01T05:00:00.000Z',
    bundle: { resourceType: 'Bundle', entry: [{ resource: { resourceType: 'Patient' } }, ...entry] },
  };
}
