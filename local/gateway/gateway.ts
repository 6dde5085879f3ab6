import { mkdirSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';

/** What the region posts (docs/duty.md). */
const Posted = z.strictObject({
  to: z.string().min(1),
  channel: z.enum(['mail', 'sms']),
  text: z.string().min(1),
  id: z.string().regex(/^[0-9a-f]{64}$/),
});
/** `isRepeat`: the same id came before, so nothing was sent a second time. */
export type TakenNotice = z.infer<typeof Posted> & { readonly at: string; readonly isRepeat?: true };

const Failing = z.strictObject({
  times: z.number().int().min(0).max(10_000),
  status: z.number().int().min(400).max(599),
});

export type LocalGateway = {
  /** What the region file names. */
  readonly url: string;
  readonly taken: () => readonly TakenNotice[];
  /** The next requests are answered with a fault; `PUT /failing` {times, status} says the same over HTTP. */
  readonly fail: (failing: z.infer<typeof Failing>) => void;
  readonly stop: () => Promise<void>;
};

/**
 * Stands in for the network's gateway for mail and SMS, on loopback: keeps each message as a line of JSON in
 * `<dataFolder>/gateway/messages.jsonl`, sends nothing, knows a repeat by its id, and fails when told to.
 */
export async function startGateway(
  dataFolder: string,
  {
    port = 0,
    onTaken = () => undefined,
  }: { readonly port?: number; readonly onTaken?: (notice: TakenNotice) => void } = {},
): Promise<LocalGateway> {
  const folder = join(dataFolder, 'gateway');
  mkdirSync(folder, { recursive: true });
  const taken: TakenNotice[] = [];
  let failing = { times: 0, status: 503 };

  async function answerTo(request: IncomingMessage): Promise<number> {
    const body = jsonOf(await bytesOf(request));
    if (request.method === 'PUT' && request.url === '/failing') {
      const told = Failing.safeParse(body);
      if (told.success) failing = told.data;
      return told.success ? 204 : 400;
    }
    if (request.method !== 'POST' || request.url !== '/messages') return 404;
    if (failing.times > 0) {
      failing = { ...failing, times: failing.times - 1 };
      return failing.status;
    }
    const posted = Posted.safeParse(body);
    if (!posted.success) return 422;
    const isRepeat = taken.some(({ id }) => id === posted.data.id);
    const notice: TakenNotice = {
      ...posted.data,
      at: new Date().toISOString(),
      ...(isRepeat ? { isRepeat: true as const } : {}),
    };
    taken.push(notice);
    await appendFile(join(folder, 'messages.jsonl'), `${JSON.stringify(notice)}\n`);
    if (!isRepeat) onTaken(notice);
    return 202;
  }

  const server = createServer((request, response) => {
    answerTo(request).then(
      (status) => response.writeHead(status).end(),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  // A region that does not start is not kept from ending by it.
  server.unref();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/messages`,
    taken: () => taken,
    fail(told) {
      failing = told;
    },
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
