import { laneOf } from '../../domain/recognition/lane.ts';
import { variableOf } from '../../platform/environment.ts';
import { makeEvent } from '../../platform/queues.ts';
import type { World } from '../../platform/world.ts';
import { ordersWith } from './orders.ts';
import type { Taken } from './taken.ts';

/** Asks for the models to be run, in the lane of the order that the study belongs to. */
export async function requestRecognition(taken: Taken, world: World): Promise<void> {
  const { header, subject, event, clinic, study, pixelHash } = taken;
  const { input, receivedAt } = event.data;
  const { chart, queues } = world;
  const lane = laneOf(await ordersWith(chart, clinic.oid, header.accession));
  const queue = variableOf(
    world.env,
    lane === 'urgent' ? 'OKA_QUEUE_RECOGNITION_URGENT' : 'OKA_QUEUE_RECOGNITION_ROUTINE',
  );
  const { sopInstanceUid } = header;
  const { record } = subject;
  const data = { input, record, study, sopInstanceUid, pixelHash, basis: 'whole' as const, lane, receivedAt };
  const context = { traceparent: event.traceparent, time: world.clock() };
  await queues.send(queue, makeEvent('oka.recognition.requested', 'receive-image', data, context));
  await chart.step(input, 'recognition requested', lane);
}
