import { createHash, randomBytes } from 'node:crypto';
import { ResultAcknowledged, ResultDelivered } from '../../schemas/messages.ts';

type Context = { source: string; time: Date; traceparent?: string | undefined };

/** The CloudEvents envelope; its id is derived from type and data, so a repeated answer has the same id. */
function envelope(type: string, data: object, { source, time, traceparent }: Context) {
  const trace = traceparent?.split('-')[1] ?? randomBytes(16).toString('hex');
  return {
    specversion: '1.0',
    id: createHash('sha256').update(type).update('\0').update(JSON.stringify(data)).digest('hex').slice(0, 32),
    source,
    type,
    time: time.toISOString(),
    datacontenttype: 'application/json',
    traceparent: `00-${trace}-${randomBytes(8).toString('hex')}-01`,
    data,
  };
}

/** What a system says of a version. */
export const delivered = (data: ResultDelivered['data'], context: Context): ResultDelivered =>
  ResultDelivered.parse(envelope('oka.result.delivered', data, context));

/** What a signed-in human did. */
export const acknowledged = (data: ResultAcknowledged['data'], context: Context): ResultAcknowledged =>
  ResultAcknowledged.parse(envelope('oka.result.acknowledged', data, context));
