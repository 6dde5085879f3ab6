import { parseArgs } from 'node:util';
import { OkaError } from '../schemas/errors.ts';
import { ClinicId } from '../schemas/input.ts';
import { command } from './command.ts';
import { CONNECTION_HELP, onlyClinic } from './connection.ts';
import { checkFromConfig } from './edge-check.ts';
import { edgeDrop } from './edge-drop.ts';
import { edgeEhr } from './edge-ehr.ts';
import { EDGE_OPTIONS, numberOf, settingsFromFlags, usualFolder } from './edge-flags.ts';
import { initEdge, newEdgeKey, printRegistration } from './edge-init.ts';
import { runFromConfig, runUntilTold, statusFromConfig } from './edge-run.ts';
import { printStatus } from './edge-status.ts';
import { edgeUsers } from './edge-user.ts';

const HELP = `oka edge: the clinic's gateway. DICOM, HL7 v2 and files in, durable on this machine, from here to the region

usage: npx oka edge init                    asks, writes edge.yaml with every key explained, makes the keys
       npx oka edge check                   tests doors, link, clock, disk, certificates, record system, PACS
       npx oka edge run [--takeover 60]     the whole edge as edge.yaml says it
       npx oka edge status                  what waits and since when, what was refused
       npx oka edge drop SHA256 --why "…"   gives up what was refused or spoilt, and remembers why
       npx oka edge key | registration      a second key, for a change without a break; the registration once more
       npx oka edge ehr                     what waits for the record system, and what a human must decide
       npx oka edge user add NAME --role …  lets somebody sign in at the edge's own page
       npx oka edge --clinic ID [--host ADDRESS] [--port 2575]     HL7 alone, without a file of settings
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
  --takeover SECONDS  wait so long for an edge that still holds the folder to end, then take over
  --list              say what waits, since when, and what the region refused; starts nothing
${CONNECTION_HELP}

data: .oka/edge/ID below OKA_DATA. journal/ holds what is taken, refused/ what the region will never take as it is.
      One process per folder. kill -9 and power cuts lose nothing that was acknowledged.
log:  JSON lines on standard output: addresses, codes and counts, never a word of a message. SIGTERM and SIGINT end it
      cleanly: what is durable is answered first.

examples:
  npx oka edge init && npx oka edge check && npx oka edge run
  npx oka edge --clinic district --host 10.20.0.5
  npx oka edge --clinic lab --tls-cert edge.pem --tls-key edge.key --allow 3F:0C:…  --allow 91:AA:…
  npx oka edge --clinic district --list --json
`;

const ACTIONS: Readonly<Record<string, (args: string[]) => Promise<number>>> = {
  check: checkFromConfig,
  drop: edgeDrop,
  ehr: edgeEhr,
  init: initEdge,
  key: newEdgeKey,
  registration: printRegistration,
  run: runFromConfig,
  status: statusFromConfig,
  user: edgeUsers,
};

/** `oka edge`. Runs until it is told to stop; exit code 0 after a clean stop, 2 for a wrong call. */
export const edge = (args: string[]): Promise<number> =>
  command('edge', async () => {
    const [name = '', ...rest] = args;
    const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
    if (action) return action(rest);
    if (/^[a-z]/.test(name)) throw new OkaError('wrong-use', `“${name}”: one of ${Object.keys(ACTIONS).join(', ')}`);
    const { values } = parseArgs({ args, options: EDGE_OPTIONS });
    if (values.help) {
      process.stdout.write(HELP);
      return 0;
    }
    const clinic = ClinicId.safeParse(values.clinic ?? onlyClinic(values.region));
    if (!clinic.success) throw new OkaError('wrong-use', '--clinic: lower-case letters, digits and hyphens');
    if (values.list) return printStatus(usualFolder(clinic.data), values.json);
    const takeOverMs = numberOf('takeover', values.takeover, 86_400) * 1000;
    return runUntilTold(settingsFromFlags(clinic.data, values), { takeOverMs, again: values.again === true });
  });
