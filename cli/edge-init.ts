import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { rollEdgeKey, wrappedKey } from '../edge/files/edge-key.ts';
import { makeEdgeKeyFile } from '../edge/files/key-file.ts';
import { explainSettings } from '../edge/settings/explain.ts';
import { makeKeyPair, registrationOf, writeNew } from '../edge/settings/key-pair.ts';
import { readEdgeSettings } from '../edge/settings/read.ts';
import { readState } from '../edge/state.ts';
import type { Registration } from '../schemas/edge/registration.ts';
import { EdgeSettings, type EdgeSettingsInput } from '../schemas/edge.ts';
import { OkaError } from '../schemas/errors.ts';
import { type Asker, makeAsker } from './ask.ts';
import { helped } from './command.ts';
import { askSettings, QUESTION_OPTIONS } from './edge-questions.ts';
import { CONFIG_OPTION } from './edge-run.ts';

const INIT_HELP = `oka edge init: asks what an edge must know, writes its settings and makes its keys

usage: npx oka edge init [--config edge.yaml] [--language ru] [--yes --clinic ID --url URL …]

  It writes, and never writes over what is there:
    edge.yaml          the settings, every key explained; what is not asked has its default
    edge-key.json      the private key (ES256) that signs the tokens of this edge, for its owner alone
    edge-data.key      the key under which everything on the disk is encrypted; keep a copy in a safe place
    registration.json  what the operators of the region need: oka trust add registration.json

  --config FILE        where the settings go; the keys go beside them (default: edge.yaml here)
  --language en|ru     language of the comments in the file (default en)
  --yes                ask nothing: options and defaults alone
  --json               the registration as JSON on standard output

answers beforehand, one for each question:
  --clinic ID --oid OID --zone ZONE --url URL --audience TEXT --data FOLDER
  --mllp ADDRESS:PORT|no --senders HIS^BRZ,LIS^MRL
  --dicom ADDRESS:PORT|no --aetitle OKA --modalities CT1,DX1 --worklist yes|no --archive yes|no --pacs PACS@ADDRESS:PORT|no
  --ehr ID|no --ehr-mllp ADDRESS:PORT --folder FOLDER|no --domain NAMESPACE --page ADDRESS:PORT|no --cap KBITS

examples:
  npx oka edge init --config /etc/oka-edge/edge.yaml --language ru
  npx oka edge init --yes --clinic post --oid 1.2.643.5.1.13.13.12.2.999.2 --zone Asia/Krasnoyarsk --url https://oka.region.local
`;

/** `oka edge init`. @param input the terminal; a test gives its own */
export async function initEdge(args: string[], input: Readable = process.stdin): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      ...QUESTION_OPTIONS,
      ...CONFIG_OPTION,
      language: { type: 'string', default: 'en' },
      yes: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return helped(INIT_HELP, true, '');
  const { language } = values;
  if (language !== 'en' && language !== 'ru') throw new OkaError('wrong-use', '--language: en or ru');
  const config = resolve(values.config);
  const beside = (name: string): string => join(dirname(config), name);
  const [key, dataKey, registered] = [beside('edge-key.json'), beside('edge-data.key'), beside('registration.json')];
  for (const path of [config, key, dataKey, registered])
    if (existsSync(path))
      throw new OkaError(
        'wrong-use',
        `${path} is there already; nothing is written over. Another --config, another folder`,
      );
  const settings = await answered(makeAsker(values as unknown as Record<string, string>, { yes: values.yes, input }));
  await mkdir(dirname(config), { recursive: true });
  await makeEdgeKeyFile(dataKey);
  await makeKeyPair(key);
  const whole: EdgeSettingsInput = {
    ...settings,
    region: { ...settings.region, key: './edge-key.json' },
    key: { file: './edge-data.key' },
  };
  const registration = await registrationOf({ ...EdgeSettings.parse(whole) }, key);
  await writeNew(registered, `${JSON.stringify(registration, undefined, 2)}\n`, 0o644);
  await writeNew(config, explainSettings(whole, language), 0o640);
  process.stdout.write(values.json ? `${JSON.stringify(registration)}\n` : afterInit(config, registered, registration));
  return 0;
}

async function answered(asker: Asker): Promise<EdgeSettingsInput> {
  try {
    const settings = await askSettings(asker);
    EdgeSettings.parse(settings);
    return settings;
  } finally {
    asker.close();
  }
}

const near = (path: string): string => relative(process.cwd(), path) || path;

const afterInit = (config: string, registered: string, { clinic, key, thumbprint }: Registration): string => `
${near(config)} is written, every key explained; look through it. The keys lie beside it.

1. Give ${near(registered)} to the operators of the region. It holds no secret. They run
     npx oka trust add registration.json --region <region file>
   and read the thumbprint back to you:
     clinic ${clinic}, key ${key.kid}
     ${thumbprint}
2. Keep a copy of edge-data.key in a safe place: without it nothing on the disk of this edge can be read.
3. npx oka edge check --config ${near(config)}
4. npx oka edge run --config ${near(config)}     (as a service: docs/edge.md)
`;

const KEY_HELP = `oka edge key: a second key for this edge, so that the first can be taken out of use

usage: npx oka edge key [--config edge.yaml] [--out edge-key-2.json]
       npx oka edge key --data [--config edge.yaml]

  It writes the new private key and prints its registration for oka trust add. The region takes both until it has forgotten
  the old one: put the new file under region.key in edge.yaml, restart, then: oka trust add --remove KID on the region's side.

  --data   instead a new key for the data on the disk (key.file or key.kms). From the next start it seals what is written;
           what is there is still opened by the older ones, which stay beside it. Copy the file to its safe place again
`;

/** `oka edge key`. */
export async function newEdgeKey(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      ...CONFIG_OPTION,
      out: { type: 'string', default: 'edge-key-2.json' },
      data: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return helped(KEY_HELP, true, '');
  const settings = await readEdgeSettings(values.config);
  if (values.data) {
    await rollEdgeKey(keySetting(settings), { wrapped: wrappedKey(settings.data) });
    process.stdout.write(
      'a new data key is written; it seals from the next start of the edge. Keep a new copy of it\n',
    );
    return 0;
  }
  const path = resolve(dirname(values.config), values.out);
  await makeKeyPair(path);
  process.stdout.write(`${JSON.stringify(await registrationOf(settings, path), undefined, 2)}\n`);
  return 0;
}

function keySetting({ key }: EdgeSettings): NonNullable<EdgeSettings['key']> {
  if (key === undefined) throw new OkaError('configuration', 'key is missing in edge.yaml: nothing is encrypted here');
  return key;
}

const REGISTRATION_HELP = `oka edge registration: once more what oka trust add takes, with the senders that the edge has heard since

usage: npx oka edge registration [--config edge.yaml]

  Prints JSON without any secret: clinic, OID, zone, public key with its thumbprint, and which systems send HL7 (MSH-3, MSH-4).
  Send it when the region quarantines messages as unknown-sender: oka trust add then names the senders that it does not know.

example:
  npx oka edge registration --config /etc/oka-edge/edge.yaml > registration.json
`;

/** `oka edge registration`: once more, with the senders that the edge has heard since. */
export async function printRegistration(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { ...CONFIG_OPTION, help: { type: 'boolean', short: 'h' } } });
  if (values.help) return helped(REGISTRATION_HELP, true, '');
  const settings = await readEdgeSettings(values.config);
  const { key } = settings.region;
  if (key === undefined) throw new OkaError('configuration', 'region.key is missing: only a token, no key to register');
  const heard = (await readState(settings.data))?.senders ?? [];
  const senders = [
    ...settings.senders,
    ...heard.filter((one) => !settings.senders.some((known) => sameSender(known, one))),
  ];
  process.stdout.write(`${JSON.stringify(await registrationOf({ ...settings, senders }, key), undefined, 2)}\n`);
  return 0;
}

type Named = { readonly application: string; readonly facility: string };
const fits = (known: string, heard: string): boolean => known === '*' || known === heard;
const sameSender = (known: Named, one: Named): boolean =>
  fits(known.application, one.application) && fits(known.facility, one.facility);
