import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { clinicById, type Region, senderOf } from '../domain/region.ts';
import { refusedFolder, startEdge } from '../edge/edge.ts';
import { isLocked } from '../edge/lock.ts';
import type { MllpTls } from '../edge/mllp/server.ts';
import { listRefused } from '../edge/refused.ts';
import { readState } from '../edge/state.ts';
import { optionalEnvironment } from '../platform/environment.ts';
import { readRegion } from '../platform/region.ts';
import { OkaError } from '../schemas/errors.ts';
import { ClinicId } from '../schemas/input.ts';
import type { Clinic } from '../schemas/region.ts';
import { command } from './command.ts';
import { CONNECTION_HELP, CONNECTION_OPTIONS, connect, onlyClinic } from './connection.ts';
import { checkedZone } from './zone.ts';

const HELP = `oka edge: the clinic's gateway. HL7 v2 over MLLP in, durable on this machine, from here to the region

usage: npx oka edge --clinic ID [--host ADDRESS] [--port 2575]
       npx oka edge --clinic ID --list

  A message is answered with AA (CA) only when it lies on the disk of this machine with fsync. From there it goes to the
  region, in its order; while the region is away it stays, for days if need be. The same bytes again are one message.
  Refused are only what is no HL7 (AR or AE), what is larger than the cap, messages for training and tests, and, with
  ERR-3 207 so that the sender tries again, what there is no room for.

  --clinic ID         the clinic (needed where this machine has keys of several)
  --port N            port of the listener (default: OKA_MLLP_PORT, else 2575; 0: any free one)
  --host ADDRESS      address of the listener (default 127.0.0.1: this machine alone. Name the address in the clinic's
                      network; without TLS whoever reaches it may send)
  --tls-cert FILE     certificate of the listener (PEM), with --tls-key FILE: then it speaks TLS alone
  --tls-ca FILE       authority that signs the senders' certificates (PEM); with --allow
  --allow WHO         a sender's certificate: its SHA-256 fingerprint, or the common name in its subject (then signed by
                      --tls-ca). Give it once for each; with it only senders with such a certificate may come
  --max-message MIB   largest message (default 64)
  --processing LIST   values of MSH-11 that are taken (default: as the region file says, else P)
  --quota GIB         most that the journal may take on the disk (default: 85 % of the disk are the limit)
  --keep HOURS        so long messages are kept after the region has them (default 24)
  --zone ZONE         IANA zone of the clinic's clock (default: as the region file says)
  --again             first put what the region refused into the line again
  --list              say what waits, since when, and what the region refused; starts nothing
${CONNECTION_HELP}

data: .oka/edge/ID below OKA_DATA. journal/ holds what is taken, refused/ what the region will never take as it is.
      One process per folder. kill -9 and power cuts lose nothing that was acknowledged.
log:  JSON lines on standard output: addresses, codes and counts, never a word of a message. SIGTERM and SIGINT end it
      cleanly: what is durable is answered first.

examples:
  npx oka edge --clinic district --host 10.20.0.5
  npx oka edge --clinic lab --tls-cert edge.pem --tls-key edge.key --allow 3F:0C:…  --allow 91:AA:…
  npx oka edge --clinic district --list --json
`;

const OPTIONS = {
  ...CONNECTION_OPTIONS,
  clinic: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string', default: '127.0.0.1' },
  'tls-cert': { type: 'string' },
  'tls-key': { type: 'string' },
  'tls-ca': { type: 'string' },
  allow: { type: 'string', multiple: true },
  'max-message': { type: 'string', default: '64' },
  processing: { type: 'string' },
  quota: { type: 'string' },
  keep: { type: 'string', default: '24' },
  zone: { type: 'string' },
  again: { type: 'boolean' },
  list: { type: 'boolean' },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

const MIB = 1024 * 1024;

/** `oka edge`. Runs until it is told to stop; exit code 0 after a clean stop, 2 for a wrong call. */
export const edge = (args: string[]): Promise<number> =>
  command('edge', async () => {
    const { values } = parseArgs({ args, options: OPTIONS });
    if (values.help) {
      process.stdout.write(HELP);
      return 0;
    }
    const clinic = ClinicId.safeParse(values.clinic ?? onlyClinic(values.region));
    if (!clinic.success) throw new OkaError('wrong-use', '--clinic: lower-case letters, digits and hyphens');
    const folder = join(optionalEnvironment('OKA_DATA', '.oka'), 'edge', clinic.data);
    return values.list ? list(folder, values) : run(clinic.data, folder, values);
  });

async function run(clinic: string, folder: string, values: Values): Promise<number> {
  const { region, registered } = registration(clinic, values.region);
  const tls = tlsOf(values);
  const running = await startEdge({
    clinic,
    folder,
    host: values.host,
    port: portOf(values.port ?? optionalEnvironment('OKA_MLLP_PORT', '2575')),
    zone: checkedZone(values.zone ?? registered?.zone ?? 'UTC'),
    // The region judges senders; here only the character set of the answers depends on who asks.
    charsetOf: (application, facility) => registered && senderOf(registered, application, facility)?.charset,
    ...(tls ? { tls } : {}),
    limits: { maxBytes: Math.floor(aboveZero('max-message', values['max-message'], 512) * MIB) },
    processing: values.processing?.split(',').map((one) => one.trim().toUpperCase()) ?? region?.processing ?? ['P'],
    ...(values.quota === undefined ? {} : { quotaBytes: aboveZero('quota', values.quota, 1e6) * 1024 * MIB }),
    retentionMs: numberOf('keep', values.keep, 1e6) * 60 * 60 * 1000,
    again: values.again === true,
    // The key last: what is wrong with the call is said also where there is no key yet.
    ...connect(values, { edgeOf: clinic }),
  });
  await new Promise<void>((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
  await running.stop();
  return 0;
}

/** The clinic as the region file has it; an edge that has no such file, only a token, does without. */
function registration(clinic: string, path: string | undefined): { region?: Region; registered?: Clinic } {
  const usual = join(optionalEnvironment('OKA_DATA', '.oka'), 'region.json');
  if (path === undefined && !existsSync(usual)) return {};
  const region = readRegion(path ?? usual);
  const registered = clinicById(region, clinic);
  if (registered === undefined) throw new OkaError('wrong-use', `--clinic: the region file has no “${clinic}”`);
  return { region, registered };
}

async function list(folder: string, { json }: Values): Promise<number> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const [state, refused, running] = [
    await readState(folder),
    await listRefused(refusedFolder(folder)),
    await isLocked(folder),
  ];
  if (json) {
    process.stdout.write(`${JSON.stringify({ running, ...state, refused })}\n`);
    return 0;
  }
  const waits = state?.waiting ? `${state.waiting} wait, the oldest since ${state.waitingSince}` : 'nothing waits';
  const lines = [
    running ? 'the edge is running' : 'the edge is not running',
    state === undefined
      ? 'it has said nothing of itself yet'
      : `as of ${state.at}: ${waits}; ${state.bytes} bytes in the journal`,
    `${refused.length} refused by the region${refused.length > 0 ? ' (oka edge --again sends them once more)' : ''}`,
    ...refused.map(({ sha256, code, acceptedAt }) => `  ${code.padEnd(18)} taken ${acceptedAt}  ${sha256}`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}

function tlsOf(values: Values): MllpTls | undefined {
  const { 'tls-cert': cert, 'tls-key': key, 'tls-ca': ca, allow } = values;
  if (cert === undefined && key === undefined) {
    if (allow || ca) throw new OkaError('wrong-use', '--allow and --tls-ca: they need --tls-cert and --tls-key');
    return undefined;
  }
  if (cert === undefined || key === undefined) throw new OkaError('wrong-use', '--tls-cert and --tls-key go together');
  // An authority alone asks nobody for a certificate: who gives it expects the opposite.
  if (ca !== undefined && allow === undefined)
    throw new OkaError('wrong-use', '--tls-ca: name the senders that it signed for with --allow');
  const isFingerprint = (who: string): boolean => /^([0-9a-f]{2}:?){32}$/i.test(who);
  const clients = allow && {
    fingerprints: allow.filter(isFingerprint),
    subjects: allow.filter((who) => !isFingerprint(who)),
  };
  if (clients && clients.subjects.length > 0 && ca === undefined)
    throw new OkaError('wrong-use', '--allow: a subject needs the authority that signed it, --tls-ca');
  return {
    cert: read('tls-cert', cert),
    key: read('tls-key', key),
    ...(ca === undefined ? {} : { ca: read('tls-ca', ca) }),
    ...(clients ? { clients } : {}),
  };
}

function read(option: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new OkaError('unreadable-file', `--${option} ${path}`, { cause });
  }
}

function numberOf(option: string, text: string, most: number): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number) || number < 0 || number > most)
    throw new OkaError('wrong-use', `--${option}: a number up to ${most}`);
  return number;
}

/** A cap or quota of nothing would refuse every message. */
function aboveZero(option: string, text: string, most: number): number {
  const number = numberOf(option, text, most);
  if (number > 0) return number;
  throw new OkaError('wrong-use', `--${option}: a number above 0, up to ${most}`);
}

function portOf(text: string): number {
  const port = numberOf('port', text, 65_535);
  if (Number.isInteger(port)) return port;
  throw new OkaError('wrong-use', '--port: a whole number up to 65535 (also in OKA_MLLP_PORT)');
}
