import { variableOf } from '../../platform/environment.ts';
import { log } from '../../platform/log.ts';
import type { World } from '../../platform/world.ts';
import { type InputKey, inputId } from '../../schemas/input.ts';
import { MESSAGES, type MessageType } from '../../schemas/messages.ts';

export type DeadLetter = { readonly messageId: string; readonly body: string; readonly queue: string };

/**
 * Takes one message out of a dead-letter queue so that what it stood for waits for a human instead of expiring: the input
 * it names is quarantined; a message about a record quarantines the inputs that wait there; a version that a record system
 * never took counts as unsent, so that the next advice on the record, or a replay, sends it again. Every message that ends
 * no input is kept whole in intake under `quarantine/`.
 */
export async function takeDeadLetter({ messageId, body, queue }: DeadLetter, world: World): Promise<void> {
  const message = messageOf(body);
  if (message?.type === 'oka.result.published') {
    const { record, resultId, version } = message.data;
    await world.chart.markUnsent(record, resultId, version);
  }
  const inputs = await inputsBehind(message, world);
  let ended = 0;
  for (const input of inputs) {
    const end = { state: 'quarantined', code: 'attempts-exhausted', detail: queue } as const;
    if (await world.chart.endInput(input, end)) ended += 1;
    log.error('input quarantined', { input: inputId(input), code: 'attempts-exhausted', queue });
  }
  if (ended > 0) return;
  const key = `quarantine/${messageId}`;
  await world.objects.put(variableOf(world.env, 'OKA_BUCKET_INTAKE'), key, Buffer.from(body), {
    contentType: 'application/json',
    metadata: { queue },
  });
  log.error('message kept in quarantine', { key, queue });
}

type Message = ReturnType<(typeof MESSAGES)[MessageType]['parse']>;

/** A message of ours, or undefined: another program's, or another version's. */
function messageOf(body: string): Message | undefined {
  try {
    const json: unknown = JSON.parse(body);
    const type = (json as { type?: unknown } | null)?.type;
    if (typeof type !== 'string' || !Object.hasOwn(MESSAGES, type)) return undefined;
    return MESSAGES[type as MessageType].safeParse(json).data;
  } catch {
    return undefined;
  }
}

async function inputsBehind(message: Message | undefined, { chart }: World): Promise<InputKey[]> {
  switch (message?.type) {
    case 'oka.record.uploaded':
      return [message.data.input];
    case 'oka.image.uploaded':
    case 'oka.recognition.requested':
      // A preview that failed ends nothing: the whole image is on its way and may do better.
      return message.data.basis === 'whole' ? [message.data.input] : [];
    case 'oka.advice.requested':
    case 'oka.result.changed':
      return chart.awaiting(message.data.record, message.data.revision);
    default:
      return [];
  }
}
