import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { missing } from '../../edge/ranges.ts';

export type StandInRegion = {
  readonly url: string;
  /** How often each message arrived whole, by its SHA-256. */
  readonly arrived: ReadonlyMap<string, number>;
  /** Uploads whose bytes had not the digest they were announced with. */
  readonly wrong: () => number;
  readonly stop: () => Promise<void>;
};

/** The region's door as an edge sees it: puts segments together, checks the digest, is busy now and then. */
export async function standInRegion(busyShare = 0.01): Promise<StandInRegion> {
  const arrived = new Map<string, number>();
  /** Segments of each message by their offsets. */
  const here = new Map<string, Map<number, Buffer>>();
  let wrong = 0;
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    if (request.method !== 'PUT') return void response.writeHead(404).end();
    if (Math.random() < busyShare) return void response.writeHead(503).end();
    const [, name = '', query = ''] = /\/uploads\/record\/([\w-]+)\??(.*)/.exec(request.url ?? '') ?? [];
    const sha256 = name.length === 64 ? name : Buffer.from(name, 'base64url').toString('hex');
    const said = new URLSearchParams(query);
    const [offset, length, head] = ['offset', 'length', 'head'].map((key) => Number(said.get(key) ?? 0));
    const body = Buffer.concat(pieces).subarray(head);
    const parts = here.get(sha256) ?? new Map<number, Buffer>();
    here.set(sha256, parts.set(offset ?? 0, body));
    // An edge that starts again cuts anew, by what it measures of the line then: pieces of both cuts overlap.
    const whole = Buffer.alloc(length ?? 0);
    for (const [at, part] of parts) part.copy(whole, at);
    const complete =
      missing(
        whole.length,
        [...parts].map(([at, part]) => [at, at + part.length]),
      ).length === 0;
    if (complete && createHash('sha256').update(whole).digest('hex') !== sha256) {
      wrong += 1;
      return void response.writeHead(422).end();
    }
    const times = (arrived.get(sha256) ?? 0) + (complete ? 1 : 0);
    if (complete) arrived.set(sha256, times);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({
        input: { kind: 'record', clinic: 'district', sha256 },
        length,
        stored: [[offset, (offset ?? 0) + body.length]],
        complete,
        ...(times > 1 ? { repeat: true } : {}),
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    arrived,
    wrong: () => wrong,
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
