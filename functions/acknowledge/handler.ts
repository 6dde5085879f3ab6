import { queueHandler } from '../../platform/handlers/queue.ts';
import { type World, worldOf } from '../../platform/world.ts';
import { AcknowledgementMessage } from '../../schemas/messages.ts';
import { noteAcknowledged } from './acknowledged.ts';
import { noteDelivered } from './delivered.ts';
import { noteNotice, noteSilentClinic } from './noticed.ts';
import { noteDue } from './overdue.ts';

/** acknowledgements → the delivery of a result: what systems said, what humans did, what is overdue. */
export const handler = queueHandler({
  schema: AcknowledgementMessage,
  world: worldOf(['OKA_QUEUE_NOTICES']),
  handle: note,
});

async function note(message: AcknowledgementMessage, world: World): Promise<void> {
  switch (message.type) {
    case 'oka.result.delivered':
      return noteDelivered(message, world);
    case 'oka.result.acknowledged':
      return noteAcknowledged(message, world);
    case 'oka.delivery.due':
      return noteDue(message, world);
    case 'oka.notice.answered':
      return noteNotice(message, world);
    case 'oka.clinic.silent':
      return noteSilentClinic(message, world);
  }
}
