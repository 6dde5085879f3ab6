import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readDicom } from '../../../domain/dicom/read.ts';

/** What the server is to do with an object of this class: a status, and a failure reason for its answer. */
export type Verdict = { readonly status: number; readonly reason?: number; readonly retryAfter?: number };

/** A strict STOW-RS origin server (PS3.18 §10.5): it reads the multipart body byte by byte and refuses what is not as it should be. */
export async function startStowServer(verdictOf: (sopClassUid: string) => Verdict = () => ({ status: 200 })) {
  const stored = new Map<string, Buffer>();
  const faults: string[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const { 'content-type': type = '', accept, authorization } = request.headers;
      const boundary = /^multipart\/related; type="application\/dicom"; boundary=([\w-]{1,70})$/.exec(type)?.[1];
      const body = Buffer.concat(pieces);
      if (request.method !== 'POST' || request.url !== '/dicom-web/studies') return fault(response, `${request.url}`);
      if (authorization !== `Basic ${Buffer.from('oka:secret').toString('base64')}`)
        return void response.writeHead(401).end();
      if (boundary === undefined || accept !== 'application/dicom+json') return fault(response, `${type} ${accept}`);
      const object = partOf(body, boundary);
      if (object === undefined) return fault(response, 'the part');
      const { header } = readDicom(object, 'UTC', () => new Uint8Array());
      const { status, reason, retryAfter } = verdictOf(header.sopClassUid);
      const reference = { '00081155': { vr: 'UI', Value: [header.sopInstanceUid] } };
      if (status < 300 && reason === undefined) stored.set(header.sopInstanceUid, object);
      const answer =
        reason === undefined
          ? { '00081199': { vr: 'SQ', Value: [reference] } }
          : { '00081198': { vr: 'SQ', Value: [{ ...reference, '00081197': { vr: 'US', Value: [reason] } }] } };
      if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter);
      response.writeHead(status, { 'content-type': 'application/dicom+json' });
      response.end(JSON.stringify(answer));
    });
  });
  function fault(response: ServerResponse, what: string): void {
    faults.push(what);
    response.writeHead(400).end();
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    stored,
    faults,
    options: { url: `http://127.0.0.1:${port}/dicom-web/`, credentials: 'oka:secret' },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The one part of a body whose length is the one stated and behind which nothing follows (RFC 2046 §5.1.1). */
function partOf(body: Buffer, boundary: string): Buffer | undefined {
  const headEnd = body.indexOf('\r\n\r\n');
  const head = body.subarray(0, headEnd).toString();
  const length = Number(/\r\nContent-Length: (\d+)$/.exec(head)?.[1]);
  if (!head.startsWith(`--${boundary}\r\nContent-Type: application/dicom\r\n`)) return undefined;
  const object = body.subarray(headEnd + 4, headEnd + 4 + length);
  return body.subarray(headEnd + 4 + length).toString() === `\r\n--${boundary}--\r\n` ? object : undefined;
}
