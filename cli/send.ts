import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { fileSource, type Source } from '../edge/source.ts';
import { makeUplink, type Uplink } from '../edge/uplink.ts';
import { TraceAnswer } from '../schemas/api/answers.ts';
import { OkaError } from '../schemas/errors.ts';
import { type InputKey, inputId } from '../schemas/input.ts';
import { command, helped } from './command.ts';
import { askJson, CONNECTION_HELP, CONNECTION_OPTIONS, type Connection, connect, onlyClinic } from './connection.ts';
import { filesOf } from './files.ts';
import { PHOTO_HELP, PHOTO_OPTIONS, photoSource } from './photo.ts';
import { previewSource } from './preview-source.ts';

const HELP = `oka send PATH… : files → the region, as a clinic does

usage: npx oka send PATH… [--clinic ID] [--wait] [--json]

  PATH               a file or a folder (all its files, in depth). HL7 v2 is sent as a record, DICOM and
                     everything else as an image; what is refused later is shown by --wait and oka trace
  --clinic ID        the clinic that sends (needed where this machine has keys of several)
  --wait             wait until every input has ended: published, stored or quarantined
  --preview          preview first, as over a thin line: each image is re-encoded without loss (HTJ2K) and the first
                     bytes of all of them go before the rest of any, so that a finding can be suspected early
  --pixels N         pixels on the shorter side that the preview shows (default 512; a manifest says how many its model asks)
  --prefix-only      with --preview: only the first bytes; a later call without it sends the rest
  --timeout SECONDS  the longest wait for one input (default 120)
${CONNECTION_HELP}

${PHOTO_HELP}

outcomes: accepted, repeat (accepted before), refused (by the door, with a code), unreadable;
          prefix (with --prefix-only: the rest is still to come)
          with --wait: published, stored, quarantined (with a code), in-flight (it has not ended in time)
exit code 0 when every file was accepted and, with --wait, ended as published or stored

examples:
  npx oka send --clinic post scans/ --wait
  npx oka send --clinic lab result.hl7 --json
  npx oka send --clinic post scans/ --preview
  npx oka send --clinic post ear.jpg --patient 301 --domain DLN --birth-date 2023-07-14 --body-site ear
`;

type Line = {
  readonly file: string;
  readonly outcome:
    | 'accepted'
    | 'prefix'
    | 'repeat'
    | 'refused'
    | 'unreadable'
    | 'published'
    | 'stored'
    | 'quarantined'
    | 'in-flight';
  readonly input?: string;
  readonly code?: string;
  readonly detail?: string;
  readonly bytes?: number;
};

/** `oka send`. Gives the exit code: 0 when everything arrived (and ended well), 1 when something did not, 2 for a wrong call. */
export const send = (args: string[]): Promise<number> =>
  command('send', async () => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        ...CONNECTION_OPTIONS,
        ...PHOTO_OPTIONS,
        clinic: { type: 'string' },
        wait: { type: 'boolean' },
        timeout: { type: 'string', default: '120' },
        preview: { type: 'boolean', default: false },
        pixels: { type: 'string', default: '512' },
        'prefix-only': { type: 'boolean', default: false },
      },
    });
    if (values.help || positionals.length === 0) return helped(HELP, values.help, 'PATH is missing');
    const waitMs = values.wait ? Number(values.timeout) * 1000 : 0;
    if (!Number.isFinite(waitMs)) throw new OkaError('wrong-use', '--timeout: a number of seconds');
    const pixels = Number(values.pixels);
    if (!(Number.isInteger(pixels) && pixels > 0)) throw new OkaError('wrong-use', '--pixels: a number of pixels');
    if (values['prefix-only'] && !values.preview) throw new OkaError('wrong-use', '--prefix-only needs --preview');
    const files = filesOf(positionals);
    if (!files.some((file) => existsSync(file))) throw new OkaError('unreadable-file', files.join(', '));
    const clinic = values.clinic ?? onlyClinic(values.region);
    const connection = connect(values, { edgeOf: clinic });
    const lines = await sendAll(files, {
      clinic,
      connection,
      waitMs,
      json: values.json === true,
      sourceOf: async (file) =>
        (await photoSource(file, values)) ?? (values.preview ? previewSource(file, pixels) : fileSource(file)),
      phases: values.preview ? (values['prefix-only'] ? ['prefix'] : ['prefix', 'whole']) : ['whole'],
    });
    if (!values.json) process.stdout.write(summary(lines));
    return lines.every(({ outcome }) => GOOD.has(outcome)) ? 0 : 1;
  });

const GOOD: ReadonlySet<Line['outcome']> = new Set(['accepted', 'prefix', 'repeat', 'published', 'stored']);

type Sending = {
  readonly clinic: string;
  readonly connection: Connection;
  readonly waitMs: number;
  readonly json: boolean;
  readonly sourceOf: (file: string) => Promise<Source>;
  /** The prefixes of all files go before the rest of any. */
  readonly phases: readonly ('prefix' | 'whole')[];
};

/** Files one after the other into an uplink that keeps two segments in flight; the waiting goes on beside it. */
async function sendAll(files: readonly string[], sending: Sending): Promise<Line[]> {
  const uplink = makeUplink(sending.connection);
  const lines = new Map<string, Line>();
  for (const phase of sending.phases) {
    const queue = files.values();
    const worker = async (): Promise<void> => {
      for (const file of queue) {
        const line =
          phase === 'prefix' ? await sendPrefix(file, uplink, sending) : await sendFile(file, uplink, sending);
        lines.set(file, line);
        // What has no prefix of use goes as a whole, with a line of its own.
        if (phase === 'prefix' && line.outcome !== 'prefix' && sending.phases.length > 1) continue;
        process.stdout.write(sending.json ? `${JSON.stringify(line)}\n` : textOf(line));
      }
    };
    await Promise.all(Array.from({ length: sending.waitMs > 0 && phase === 'whole' ? 8 : 2 }, worker));
  }
  return [...lines.values()];
}

/** The first bytes of a file; what has none of use waits for the whole. */
const sendPrefix = (file: string, uplink: Uplink, { clinic, sourceOf }: Sending): Promise<Line> =>
  reported(file, async () => {
    const source = await sourceOf(file);
    const input = inputId({ kind: source.kind, clinic, sha256: source.sha256 });
    if (source.preview === undefined)
      return { file, input, outcome: 'refused', code: 'dicom-unsupported-syntax', detail: 'prefix' };
    await uplink.sendPrefix(source);
    return { file, input, outcome: 'prefix', bytes: source.preview };
  });

const sendFile = (file: string, uplink: Uplink, { clinic, connection, waitMs, sourceOf }: Sending): Promise<Line> =>
  reported(file, async () => {
    const source = await sourceOf(file);
    const input: InputKey = { kind: source.kind, clinic, sha256: source.sha256 };
    const line = { file, input: inputId(input), bytes: source.length };
    const { repeat } = await uplink.send(source);
    if (waitMs === 0) return { ...line, outcome: repeat ? 'repeat' : 'accepted' };
    return { ...line, ...(await endOf(input, connection, waitMs)) };
  });

async function reported(file: string, work: () => Promise<Line>): Promise<Line> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof OkaError)) throw cause;
    const { code, detail } = cause;
    const outcome = code === 'unreadable-file' ? 'unreadable' : 'refused';
    return { file, outcome, code, ...(detail === undefined ? {} : { detail }) };
  }
}

const POLL_MS = 500;

async function endOf(
  input: InputKey,
  connection: Connection,
  waitMs: number,
): Promise<Pick<Line, 'outcome' | 'code' | 'detail'>> {
  const until = Date.now() + waitMs;
  while (Date.now() < until) {
    const { end } = await askJson(connection, 'GET', `/trace/${inputId(input)}`, TraceAnswer);
    if (end) {
      const { state, code, detail } = end;
      return { outcome: state, ...(code ? { code } : {}), ...(detail ? { detail } : {}) };
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return { outcome: 'in-flight' };
}

const textOf = ({ outcome, code, detail, input, file }: Line): string =>
  `${outcome.padEnd(12)} ${file}${code ? `  ${code}${detail ? ` (${detail})` : ''}` : ''}${input ? `\n             ${input}` : ''}\n`;

function summary(lines: readonly Line[]): string {
  const counts = new Map<string, number>();
  for (const { outcome } of lines) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const parts = [...counts].map(([outcome, count]) => `${count} ${outcome}`);
  return `${lines.length} files: ${parts.join(', ') || 'nothing to send'}\n`;
}
