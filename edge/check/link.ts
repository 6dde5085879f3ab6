import { randomBytes } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { Refusal } from '../../schemas/api/answers.ts';
import { MAX_OBJECT_BYTES } from '../../schemas/api/uploads.ts';
import type { EdgeSettings } from '../../schemas/edge.ts';
import { wayTo } from '../region/region.ts';
import { type Answered, type Ask as AskRegion, makeTransport } from '../region/transport.ts';
import { expiry } from './certificates.ts';
import { checkClock, type DateSeen } from './clock.ts';
import { type CheckLine, spread } from './line.ts';
import { tellBandwidth, tellLatency } from './link-figures.ts';

/** An object that nobody has: asking for it proves the way and the token, and changes nothing. */
const NOTHING = '0'.repeat(64);
const ASKED = 40;
const TIMEOUT_MS = 20_000;
/** Bodies by which the way up is measured, the next only while the last went quickly: bounded, and nothing is stored. */
const BODIES = [64 * 1024, 512 * 1024, 2 * 1024 * 1024];
const ENOUGH_MS = 1500;

type Answer = Pick<Answered, 'status' | 'body'> & { readonly ms: number; readonly seen?: DateSeen };
type Ask = (method: 'GET' | 'HEAD' | 'PUT', path: string, body?: Buffer) => Promise<Answer>;

/** The line to the region: name, TLS, token, latency, loss, bandwidth and clock. What fails first is said and ends it. */
export async function checkLink(
  settings: EdgeSettings,
  token: () => Promise<string>,
  now: Date,
): Promise<readonly CheckLine[]> {
  const { url } = settings.region;
  const { hostname, protocol } = new URL(url);
  const found: CheckLine[] = [];
  const addresses = await lookup(hostname.replace(/^\[|\]$/g, ''), { all: true }).catch(
    (cause: NodeJS.ErrnoException) => cause.code ?? 'no answer',
  );
  if (!Array.isArray(addresses))
    return [
      {
        id: 'link-name',
        state: 'fail',
        found: `${hostname} has no address (${addresses})`,
        whatToDo: 'Look at the name servers of this machine, and at "region.url".',
      },
    ];
  found.push({
    id: 'link-name',
    state: 'ok',
    found: `${hostname} is ${addresses.map(({ address }) => address).join(', ')}`,
  });
  let validTo: string | undefined;
  const transport = makeTransport({
    ...(await wayTo(settings.region)),
    connections: 1,
    onSecured: (socket) => {
      validTo = socket.getPeerCertificate().valid_to;
    },
  });
  const ask = asker(transport.ask, token);
  try {
    const first = await ask('HEAD', `/uploads/record/${NOTHING}`).catch((fault: Error) => fault);
    if (first instanceof Error) return [...found, notThere(url, (first.cause ?? first) as NodeJS.ErrnoException)];
    if (protocol === 'http:') found.push(unencrypted(hostname));
    else if (validTo !== undefined) found.push(expiry('link-tls', new Date(validTo), now));
    const entry = admitted(first);
    found.push(entry);
    const seen: DateSeen[] = [];
    const times: number[] = [];
    let failed = 0;
    for (let count = 0; count < ASKED; count += 1) {
      const answer = await ask('HEAD', `/uploads/record/${NOTHING}`).catch(() => undefined);
      if (answer === undefined) failed += 1;
      else times.push(answer.ms);
      if (answer?.seen) seen.push(answer.seen);
    }
    found.push(...tellLatency(times, failed), checkClock(seen));
    if (entry.state === 'ok')
      found.push(
        tellBandwidth('up', await upward(ask, spread(times).median)),
        tellBandwidth('down', await downward(ask, spread(times).median)),
      );
    return found;
  } finally {
    transport.close();
  }
}

const asker =
  (ask: AskRegion, token: () => Promise<string>): Ask =>
  async (method, path, body) => {
    const headers = {
      authorization: `Bearer ${await token()}`,
      'accept-encoding': 'identity',
      ...(body ? { 'content-type': 'application/octet-stream' } : {}),
    };
    const sentMs = Date.now();
    const from = performance.now();
    const answer = await ask({ method, path, headers, ...(body ? { body: [body] } : {}), timeoutMs: TIMEOUT_MS });
    const dateMs = Date.parse(answer.headers.date ?? '');
    const seen = Number.isNaN(dateMs) ? {} : { seen: { sentMs, gotMs: Date.now(), dateMs } };
    return { ...answer, ms: performance.now() - from, ...seen };
  };

const notThere = (url: string, { code = 'no answer' }: NodeJS.ErrnoException): CheckLine => ({
  id: 'link',
  state: 'fail',
  found: `${url} does not answer (${code})`,
  whatToDo: /CERT|SELF_SIGNED|ALTNAME|UNABLE_TO/.test(code)
    ? 'Its certificate is not trusted here: name the authority in "region.ca", or correct the name in "region.url".'
    : 'Look at the line, the firewall and "region.url". What is taken meanwhile stays here and goes later.',
});

const unencrypted = (hostname: string): CheckLine =>
  /^(127\.|localhost$|\[::1\])/.test(hostname)
    ? { id: 'link-tls', state: 'ok', found: 'not encrypted, and on this machine alone' }
    : {
        id: 'link-tls',
        state: 'fail',
        found: 'the line is not encrypted',
        whatToDo: 'Use an https address in "region.url".',
      };

/** 404 is the good answer: the region knows us and has no such object. */
function admitted({ status }: Answer): CheckLine {
  const id = 'link-token';
  if (status === 404 || status === 200) return { id, state: 'ok', found: 'the region knows this edge' };
  if (status === 401)
    return {
      id,
      state: 'fail',
      found: 'the region does not know this edge (401)',
      whatToDo: 'Is the key registered (oka trust add) and deployed? Do "audience", "clinic" and the clock agree?',
    };
  if (status === 403)
    return {
      id,
      state: 'fail',
      found: 'the region knows this edge and lets it do nothing (403)',
      whatToDo: 'The token is not that of an edge of this clinic.',
    };
  return {
    id,
    state: 'fail',
    found: `the region answers ${status}`,
    whatToDo: 'Is "region.url" the address of the API? Tell the operators of the region.',
  };
}

type Carried = { readonly bytes: number; readonly ms: number } | undefined;

/** An object of more than the region takes: its body travels, and is refused before anything is kept of it. */
async function upward(ask: Ask, latencyMs: number): Promise<Carried> {
  let carried: Carried;
  for (const bytes of BODIES) {
    const path = `/uploads/record/${NOTHING}?offset=0&length=${MAX_OBJECT_BYTES + bytes}`;
    const answer = await ask('PUT', path, randomBytes(bytes)).catch(() => undefined);
    const refusal = answer && Refusal.safeParse(JSON.parse(answer.body.toString('utf8') || '{}'));
    if (answer === undefined || refusal?.data?.code !== 'object-too-large') return carried;
    carried = { bytes, ms: Math.max(1, answer.ms - latencyMs) };
    if (answer.ms > ENOUGH_MS) break;
  }
  return carried;
}

/** The description of the API is the one thing of some size that every edge may read. */
async function downward(ask: Ask, latencyMs: number): Promise<Carried> {
  const answer = await ask('GET', '/openapi.json').catch(() => undefined);
  if (answer?.status !== 200) return undefined;
  return { bytes: answer.body.length, ms: Math.max(1, answer.ms - latencyMs) };
}
