import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export type StandIn = {
  readonly port: number;
  readonly url: string;
  /** Objects that are whole, in the order in which they became so, by their digest. */
  readonly whole: readonly string[];
  /** Bytes of segments that came, repeats included. */
  readonly bytes: () => number;
  /** Segments that came whole, and the bytes of headers of all requests that came whole. */
  readonly segments: () => { count: number; bytes: number };
  /** It answers that it cannot now. */
  isBusy: boolean;
  readonly close: () => Promise<void>;
};

type Kept = { readonly length: number; readonly preview: string | null; readonly parts: Map<number, Buffer> };

/** The region's door in memory, as fast as a socket: for measuring the line and nothing behind it. Tokens are not looked at. */
export async function standIn(): Promise<StandIn> {
  const objects = new Map<string, Kept>();
  const whole: string[] = [];
  let bytes = 0;
  const segments = { count: 0, bytes: 0 };
  const region = { isBusy: false };

  const rangesOf = ({ parts }: Kept): [number, number][] => {
    const ranges: [number, number][] = [];
    for (const [from, part] of [...parts].sort(([a], [b]) => a - b)) {
      const last = ranges.at(-1);
      if (last && from <= last[1]) last[1] = Math.max(last[1], from + part.length);
      else ranges.push([from, from + part.length]);
    }
    return ranges;
  };

  function digestOf({ parts }: Kept): string {
    const hash = createHash('sha256');
    let at = 0;
    for (const [from, part] of [...parts].sort(([a], [b]) => a - b)) {
      if (from + part.length <= at) continue;
      hash.update(part.subarray(at - from));
      at = from + part.length;
    }
    return hash.digest('hex');
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    segments.bytes += headerBytes(request);
    if (region.isBusy) return void response.writeHead(503).end();
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://region');
    const [, , kind = '', name = ''] = pathname.split('/');
    const sha256 = Buffer.from(name, 'base64url').toString('hex');
    const kept = objects.get(sha256);
    if (request.method === 'HEAD') {
      if (kept === undefined) return void response.writeHead(404).end();
      const last = [...kept.parts].sort(([a], [b]) => b - a)[0] ?? [0, Buffer.alloc(0)];
      response.writeHead(200, {
        'oka-segments': rangesOf(kept)
          .map(([from, to]) => `${from}-${to - 1}`)
          .join(','),
        'oka-last': `${last[0]}-${last[0] + last[1].length - 1}`,
        ...(kept.preview === null ? {} : { 'oka-preview': kept.preview }),
      });
      return void response.end();
    }
    const [offset, length] = [Number(searchParams.get('offset')), Number(searchParams.get('length'))];
    const body = Buffer.concat(pieces).subarray(Number(searchParams.get('head') ?? 0));
    bytes += body.length;
    segments.count += 1;
    const now = kept ?? { length, preview: searchParams.get('preview'), parts: new Map() };
    objects.set(sha256, now);
    now.parts.set(offset, body);
    const ranges = rangesOf(now);
    const complete = searchParams.get('more') === null && ranges[0]?.[0] === 0 && ranges[0][1] === length;
    if (complete && digestOf(now) !== sha256) return void response.writeHead(422).end();
    const isRepeat = complete && whole.includes(sha256);
    if (complete && !isRepeat) whole.push(sha256);
    const input = { kind, clinic: 'north', sha256 };
    const said = JSON.stringify({ input, length, stored: ranges, complete, ...(isRepeat ? { repeat: true } : {}) });
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': said.length }).end(said);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  return Object.assign(region, {
    port,
    url: `http://127.0.0.1:${port}`,
    whole,
    bytes: () => bytes,
    segments: () => ({ ...segments }),
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  });
}

/** As they stood on the wire: the request line, each header with its colon, space and end, and the empty line. */
const headerBytes = ({ method = '', url = '', rawHeaders }: IncomingMessage): number =>
  `${method} ${url} HTTP/1.1\r\n\r\n`.length + rawHeaders.reduce((sum, text) => sum + text.length + 2, 0);
