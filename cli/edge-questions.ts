import { resolve } from 'node:path';
import { AeTitle, Port } from '../schemas/edge/terms.ts';
import { EdgeSettings, type EdgeSettingsInput } from '../schemas/edge.ts';
import { OkaError } from '../schemas/errors.ts';
import { ClinicId } from '../schemas/input.ts';
import { isZone } from '../schemas/zone.ts';
import type { Asker, Question } from './ask.ts';

/** Options of `oka edge init` that answer its questions beforehand. */
export const QUESTION_OPTIONS = Object.fromEntries(
  [
    ...['clinic', 'oid', 'zone', 'url', 'audience', 'data', 'mllp', 'senders', 'dicom', 'aetitle', 'modalities'],
    ...['worklist', 'archive', 'pacs', 'ehr', 'ehr-mllp', 'folder', 'domain', 'page', 'cap'],
  ].map((name) => [name, { type: 'string' as const }]),
);

const wrong = (flag: string, what: string): never => {
  throw new OkaError('wrong-use', `--${flag}: ${what}`);
};

function yesOrNo(flag: string): (answer: string) => boolean {
  return (answer) => {
    if (/^(y|yes|да|д)$/i.test(answer)) return true;
    return /^(n|no|нет|н)$/i.test(answer) ? false : wrong(flag, 'yes or no');
  };
}

type Place = { readonly host: string; readonly port: number };

/** `10.20.0.5:2575`, or `no`. */
function placeOrNo(flag: string): (answer: string) => Place | undefined {
  return (answer) => {
    if (/^(no?|нет|н)$/i.test(answer)) return undefined;
    const [, host = '', port = ''] = /^\[?(.+?)\]?:(\d+)$/.exec(answer) ?? [];
    const checked = Port.safeParse(Number(port || Number.NaN));
    return checked.success
      ? { host, port: checked.data }
      : wrong(flag, 'an address and a port such as 10.20.0.5:2575, or no');
  };
}

/** `PACS@10.20.0.9:4242`, or `no`. */
function peerOrNo(flag: string): (answer: string) => (Place & { aeTitle: string }) | undefined {
  return (answer) => {
    if (/^(no?|нет|н)$/i.test(answer)) return undefined;
    const at = answer.indexOf('@');
    const place = at > 0 ? placeOrNo(flag)(answer.slice(at + 1)) : undefined;
    const aeTitle = AeTitle.safeParse(answer.slice(0, at));
    return place && aeTitle.success
      ? { aeTitle: aeTitle.data, ...place }
      : wrong(flag, 'such as PACS@10.20.0.9:4242, or no');
  };
}

const list = (answer: string): string[] =>
  /^(-|no?|нет|н)?$/i.test(answer)
    ? []
    : answer
        .split(',')
        .map((one) => one.trim())
        .filter(Boolean);

const text =
  (flag: string, isRight: (answer: string) => boolean, what: string): Question<string>['read'] =>
  (answer) =>
    isRight(answer) ? answer : wrong(flag, what);

/** Asks everything an edge needs, the least first; what is not asked keeps its default, explained in the file. */
export async function askSettings({ ask }: Asker): Promise<EdgeSettingsInput> {
  const clinic = await ask({
    flag: 'clinic',
    text: 'Which clinic is this, by its id in the region file?',
    why: 'Everything that goes through this edge belongs to it. The operators of the region have given it an id.',
    read: text('clinic', (id) => ClinicId.safeParse(id).success, 'lower-case letters, digits and hyphens'),
  });
  const oid = await ask({
    flag: 'oid',
    text: 'Its FRMO OID?',
    why: 'The region checks that the edge and the region file speak of the same clinic; names of the worklist follow from it.',
    read: text('oid', (one) => EdgeSettings.shape.oid.safeParse(one).success, 'an OID such as 1.2.643.5.1.13'),
  });
  const zone = await ask({
    flag: 'zone',
    text: 'The time zone of its clocks?',
    why: 'Times without a zone, as most devices write them, are read in it. A wrong one shifts every finding by hours.',
    fallback: Intl.DateTimeFormat().resolvedOptions().timeZone,
    read: text('zone', isZone, 'an IANA time zone such as Asia/Yekaterinburg'),
  });
  const url = await ask({
    flag: 'url',
    text: 'The address of the region’s API?',
    why: 'Everything goes there over the corporate network. The operators of the region know it.',
    read: text(
      'url',
      (one) => /^https?:$/.test(URL.parse(one)?.protocol ?? ''),
      'an address such as https://oka.region.local',
    ),
  });
  const audience = await ask({
    flag: 'audience',
    text: 'The “audience” of the region file?',
    why: 'Every token of the edge names it; with another one the region lets nobody in.',
    fallback: url,
    read: (answer) => answer,
  });
  const data = await ask({
    flag: 'data',
    text: 'The folder for its data?',
    why: 'What is taken lies here until the region has it: a local disk with room for days, no network share.',
    fallback: '/var/lib/oka-edge',
    read: (answer) => resolve(answer),
  });
  const mllp = await ask({
    flag: 'mllp',
    text: 'Where does the edge listen for HL7 (MLLP)?',
    why: 'Hospital system and laboratory send there. 127.0.0.1 is this machine alone; name its address in the clinic’s network. “no”: no HL7.',
    fallback: '127.0.0.1:2575',
    read: placeOrNo('mllp'),
  });
  const senders = mllp
    ? await ask({
        flag: 'senders',
        text: 'Which systems send HL7, as MSH-3^MSH-4, with commas?',
        why: 'The region takes messages of senders that it knows; these go into the registration. “-”: said later.',
        fallback: '-',
        read: (answer) => list(answer === '-' ? '' : answer).map(senderOf),
      })
    : [];
  const dicom = await ask({
    flag: 'dicom',
    text: 'Where does the edge listen for DICOM?',
    why: 'Modalities and PACS send images there. “no”: no DICOM.',
    fallback: mllp ? `${mllp.host}:11112` : '127.0.0.1:11112',
    read: placeOrNo('dicom'),
  });
  return {
    clinic,
    oid,
    zone,
    data,
    region: { url, audience },
    ...(senders.length > 0 ? { senders } : {}),
    ...(mllp ? { mllp } : {}),
    ...(dicom ? await askDicom(ask, dicom) : {}),
    ...(await askRest(ask)),
  };
}

function senderOf(written: string): { application: string; facility: string } {
  const [application = '', facility = '', ...more] = written.split('^');
  if (application === '' || more.length > 0) wrong('senders', 'such as HIS^BRZ,LIS^MRL');
  return { application, facility };
}

async function askDicom(ask: Asker['ask'], dicom: Place): Promise<Partial<EdgeSettingsInput>> {
  const aeTitle = await ask({
    flag: 'aetitle',
    text: 'Under which AE title?',
    why: 'Modalities are set to call it; a call to another title is refused.',
    fallback: 'OKA',
    read: text('aetitle', (one) => AeTitle.safeParse(one).success, 'up to 16 characters'),
  });
  const modalities = await ask({
    flag: 'modalities',
    text: 'Which AE titles may call, with commas?',
    why: 'Without a list whoever knows our title may send images. “-”: anyone.',
    fallback: '-',
    read: (answer) => list(answer === '-' ? '' : answer),
  });
  const worklist = await ask({
    flag: 'worklist',
    text: 'Do modalities get their worklist here?',
    why: 'From the orders and appointments of the HL7 door, also while the region is away. It needs HL7.',
    fallback: 'yes',
    read: yesOrNo('worklist'),
  });
  const archive = await ask({
    flag: 'archive',
    text: 'Is a PACS the legal archive of the images?',
    why: 'Then the PACS confirms storage to the modalities; else the edge does, once the region has the image.',
    fallback: 'no',
    read: yesOrNo('archive'),
  });
  const pacs = await ask({
    flag: 'pacs',
    text: 'The clinic’s PACS, as AETITLE@address:port?',
    why: 'Findings go there as DICOM, and earlier studies come from there before an appointment. “no”: no PACS.',
    fallback: 'no',
    read: peerOrNo('pacs'),
  });
  return {
    dicom: {
      ...dicom,
      aeTitle,
      ...(modalities.length > 0 ? { peers: modalities.map((one) => ({ aeTitle: one })) } : {}),
    },
    ...(worklist ? { worklist: {}, mpps: {} } : {}),
    ...(archive ? {} : { commitment: {} }),
    ...(pacs ? { pacs: { peer: pacs }, priors: {} } : {}),
  };
}

async function askRest(ask: Asker['ask']): Promise<Partial<EdgeSettingsInput>> {
  const ehr = await ask({
    flag: 'ehr',
    text: 'Which record system gets the results through this edge, by its id in the region file?',
    why: 'Results go from the region’s queue into the physicians’ records. “no”: the record system reads the queue itself.',
    fallback: 'no',
    read: text('ehr', (one) => /^[a-z][a-z0-9-]{1,30}$/.test(one), 'lower-case letters, digits and hyphens, or no'),
  });
  const place =
    ehr === 'no'
      ? undefined
      : await ask({
          flag: 'ehr-mllp',
          text: 'Where does it listen for HL7 (MLLP)?',
          why: 'Results go there as ORU^R01. For FHIR write "fhir" into the file instead.',
          read: (answer) => placeOrNo('ehr-mllp')(answer) ?? wrong('ehr-mllp', 'an address and a port'),
        });
  const folder = await ask({
    flag: 'folder',
    text: 'A folder to watch for files and media?',
    why: 'Photos, .hl7, .dcm, ZIP and DICOMDIR put there are taken like those from devices. “no”: none.',
    fallback: 'no',
    read: (answer) => (/^(no?|нет|н)$/i.test(answer) ? undefined : resolve(answer)),
  });
  const domain = folder
    ? await ask({
        flag: 'domain',
        text: 'Whose numbering are the patient numbers of photos, by its namespace in the region file?',
        why: 'A number alone is nobody: without it photos wait in the folder. “-”: no photos come.',
        fallback: '-',
        read: (answer) => (/^(-|no?|нет|н)$/i.test(answer) ? undefined : answer),
      })
    : undefined;
  const page = await ask({
    flag: 'page',
    text: 'The edge’s own page, for days when the region is away: at which address?',
    why: 'Worklist, last results and what waits, in a browser. On another address than 127.0.0.1 it needs TLS and users. “no”: none.',
    fallback: '127.0.0.1:8090',
    read: placeOrNo('page'),
  });
  const cap = await ask({
    flag: 'cap',
    text: 'The most that the edge may send, in kbit/s?',
    why: 'Where the line is shared with other work. “-”: what the line gives.',
    fallback: '-',
    read: (answer) =>
      answer === '-' ? undefined : Number(answer) > 0 ? Number(answer) : wrong('cap', 'a number above 0, or -'),
  });
  return {
    ...(place ? { connector: { ehr, mllp: place } } : {}),
    ...(folder ? { folder: { path: folder, ...(domain === undefined ? {} : { domain }) } } : {}),
    ...(page ? { page } : {}),
    ...(cap === undefined ? {} : { uplink: { capKbits: cap } }),
  };
}
