import { REMEMBERED } from '../../domain/codes/critical.ts';
import { statementKey } from '../../domain/fhir/identifiers.ts';
import { regionContext } from '../../domain/hl7/map/context.ts';
import type { CodesOfSender, MappedInput, MappedMessage } from '../../domain/hl7/map/map.ts';
import { storeAttachments } from '../../platform/attachments.ts';
import type { Chart } from '../../platform/chart/chart.ts';
import type { Statement } from '../../platform/chart/stated.ts';
import { variableOf } from '../../platform/environment.ts';
import { readInput } from '../../platform/objects.ts';
import { ABOUT_PID, differsNow, settleStatement } from '../../platform/statements.ts';
import type { World } from '../../platform/world.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { InputKey } from '../../schemas/input.ts';
import type { RecordUploaded } from '../../schemas/messages.ts';
import { settleCharsets } from './charsets.ts';

/**
 * HL7 v2 of a clinic → chart. All that could be mapped is written, also where one message of several is at fault: then the
 * input is quarantined with the number of the message and the field. What is not processed at all is `stored`.
 * @throws OkaError of the first fault; the queue handler quarantines the input with it
 */
export async function receiveRecord(
  event: Pick<RecordUploaded, 'data' | 'traceparent'>,
  world: Pick<World, 'chart' | 'objects' | 'queues' | 'region' | 'env' | 'clock'>,
): Promise<void> {
  const { input, receivedAt } = event.data;
  const { chart, objects, region, env } = world;
  const bytes = await readInput(objects, variableOf(env, 'OKA_BUCKET_INTAKE'), input);
  const context = regionContext(region, input.clinic, { idKey: variableOf(env, 'OKA_ID_KEY'), receivedAt });
  const { mapped, reading, saidBefore, afterWriting } = await settleCharsets(bytes, context, event, world);
  await chart.step(input, 'mapped', summaryOf(mapped));
  await chart.codes.note(input, receivedAt, mapped.codes.map(remembered));

  const fault = mapped.messages.find(({ error }) => error !== undefined && error.code !== 'hl7-unsupported');
  const [record] = mapped.records;
  const statements = statementsIn(mapped.stated, context.idKey);
  const unsaid = statementsIn(saidBefore, context.idKey).filter(({ key }) =>
    statements.every((one) => one.key !== key),
  );
  await storeAttachments(mapped.attachments, world);
  if (record !== undefined || mapped.write.items.length > 0)
    // An input with a fault ends in quarantine and waits for no advice.
    await chart.write({
      ...mapped.write,
      ...(fault === undefined && record && { awaiting: { input, record } }),
      stated: { input, statements, unsaid, reading },
    });
  await afterWriting();
  if (unsaid.length > 0) await chart.listForHuman(input, [], ABOUT_PID);
  await compare(statements, chart, input);
  if (fault?.error) throw new OkaError(fault.error.code, placeOf(fault));
  if (record === undefined) {
    const unsupported = mapped.messages.find(({ error }) => error !== undefined);
    const code = unsupported ? { code: 'hl7-unsupported' as const, detail: placeOf(unsupported) } : {};
    await chart.endInput(input, { state: 'stored', ...code });
  }
}

/** What the input says of patients who are not its sender's to describe; `advise` compares it whenever the chart changes. */
const statementsIn = (stated: MappedInput['stated'], idKey: string): Statement[] =>
  stated
    .map((said) => ({ said, words: [said.name ?? '', said.birthDate ?? '', said.gender ?? ''] }))
    .filter(({ words }) => words.some((word) => word !== ''))
    .map(({ said, words }) => ({ record: said.record, key: statementKey(idKey, [said.record, ...words]), said }));

/**
 * A laboratory's or radiology's PID against the patient of the chart: what differs brings the input on the clinic's list at
 * once, for a number may have been mistyped. Nothing in the chart depends on it, since the demographics may arrive later.
 */
async function compare(statements: readonly Statement[], chart: Chart, input: InputKey): Promise<void> {
  for (const statement of statements) {
    const differs = await differsNow(statement, chart);
    if (differs.length === 0) continue;
    await chart.step(input, 'pid-differs', differs.join(', '));
    await settleStatement(statement, [{ input, listedFor: '' }], differs, chart);
  }
}

/** Of the LOINC codes that came those that a rule asks for: they tell whether the rules work there. */
const remembered = (seen: CodesOfSender): CodesOfSender => ({
  ...seen,
  loinc: seen.loinc.filter((code) => REMEMBERED.has(code)),
});

const placeOf = ({ number, error }: MappedMessage): string =>
  `message ${number}${error?.detail === undefined ? '' : `: ${error.detail}`}`;

/** Shown by `oka trace`, as far as a step has room: types, character sets, warnings and codes that no map knows; never a value. */
function summaryOf({ messages, unmapped }: MappedInput): string {
  const types = messages.map(({ type, charset, charsetIsGuess, error }) => {
    const known = /^[A-Z0-9]{3}\^[A-Z0-9]{3}$/.test(type) ? type : 'unknown type';
    return `${known} ${charset}${charsetIsGuess ? ' (guessed)' : ''}${error ? ` ${error.code}` : ''}`;
  });
  const warnings = messages.flatMap((message) => message.warnings);
  const codes = Object.entries(unmapped).map(([code, count]) => `unmapped ${code} ×${count}`);
  return [...types, ...warnings, ...codes].join('; ');
}
