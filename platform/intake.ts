import type { InputKey } from '../schemas/input.ts';
import { variableOf } from './environment.ts';
import { makeEvent } from './queues.ts';
import type { World } from './world.ts';

/** What every segment of one object says alike; kept in the metadata of each. */
export type Declared = { readonly length: number; readonly preview: number | undefined };

export const declaredIn = ({ length, preview }: Readonly<Record<string, string>>): Declared => ({
  length: Number(length),
  preview: preview === undefined ? undefined : Number(preview),
});

type Announcement = Declared & {
  readonly input: InputKey;
  readonly basis: 'preview' | 'whole';
  readonly receivedAt: string;
  readonly traceparent: string;
};

/** The first message of an input's way: images or records. Sent by `uploads` and, for a replay, by `operate`. */
export async function announceInput(
  announcement: Announcement,
  source: string,
  world: Pick<World, 'queues' | 'env' | 'clock'>,
): Promise<void> {
  const { input, basis, length, preview, receivedAt, traceparent } = announcement;
  const { queues, env, clock } = world;
  const context = { traceparent, time: clock() };
  if (input.kind === 'record') {
    const data = { input, length, receivedAt };
    await queues.send(variableOf(env, 'OKA_QUEUE_RECORDS'), makeEvent('oka.record.uploaded', source, data, context));
    return;
  }
  const previewBytes = preview === undefined ? {} : { previewBytes: preview };
  const data = { input, basis, length, ...previewBytes, receivedAt };
  await queues.send(variableOf(env, 'OKA_QUEUE_IMAGES'), makeEvent('oka.image.uploaded', source, data, context));
}
