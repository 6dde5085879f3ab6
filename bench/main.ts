// `npm run bench [-- --json]`: measured against the bare work, in one run on one machine.
import { parseArgs } from 'node:util';
import { benchDecode } from './decode.ts';
import { benchDesk } from './desk.ts';
import { benchHl7, tableOf } from './hl7.ts';
import { benchHooks } from './hooks.ts';
import { benchMllp } from './mllp.ts';
import { benchPreview } from './preview.ts';
import { benchRecognise } from './recognise.ts';
import { textOf } from './row.ts';
import { benchRules } from './rules.ts';
import { benchSpool } from './spool.ts';
import { benchStore } from './store.ts';
import { benchWay } from './way.ts';

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
});
if (values.help) {
  process.stdout.write(
    'npm run bench [-- --json]   recognise against bare session.run; decoding by syntax; previews; HL7 reader and door; C-STORE beside dcmtk and Orthanc; rules; CDS Hooks over HTTP; scan to record; cold start\n',
  );
} else {
  const say = (line: string): void => void (values.json ? process.stderr : process.stdout).write(`${line}\n`);
  say('recognise…');
  const recognised = await benchRecognise();
  say('previews of real images beside the whole (OKA_CORPORA, about two minutes)…');
  const previews = await benchPreview(say);
  say('decoding each transfer syntax beside dcmjs-imaging (about a minute)…');
  const decoded = await benchDecode(say);
  say('reading HL7 beside the libraries of npm (about a minute)…');
  const hl7 = await benchHl7(say);
  say('MLLP with and without fsync (about a minute)…');
  const mllp = await benchMllp(say);
  say('objects into the spool beside bare writes and syncs (half a minute)…');
  const spool = await benchSpool(say);
  say('C-STORE by storescu beside storescp and Orthanc (about two minutes)…');
  const stored = await benchStore(say);
  say('rules beside json-rules-engine and CQL (half a minute)…');
  const rules = await benchRules(say);
  say('CDS Hooks over HTTP at 1, 10 and 50 callers (about a minute)…');
  const hooks = await benchHooks();
  say('the desk in Chromium over a thin line (about two minutes)…');
  const desk = await benchDesk(say);
  say('scan to record, one film at a time (about a minute and a half)…');
  const rows = [
    ...recognised,
    ...decoded,
    ...previews,
    ...hl7,
    ...mllp,
    ...spool,
    ...stored,
    ...rules,
    ...hooks,
    ...desk,
    ...(await benchWay()),
  ];
  process.stdout.write(
    values.json ? `${JSON.stringify(rows, undefined, 1)}\n` : `${textOf(rows)}\n\n${tableOf(rows)}\n`,
  );
}
