import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';

type Received = { Messages?: { MessageId: string; ReceiptHandle: string }[] };

/**
 * fauxqs hands messages to a long poll whose caller has died meanwhile; they would then wait for their visibility timeout.
 * This gives them back at once, as SQS does not hand them out in the first place. Call it in the server's process.
 * `giveBack` gets the queue's URL and the receipts.
 */
export function giveBackUnread(giveBack: (queueUrl: string, receipts: { id: string; handle: string }[]) => void): void {
  subscribe('http.server.request.start', (event) => {
    const { request, response } = event as { request: IncomingMessage; response: ServerResponse };
    if (request.headers['x-amz-target'] !== 'AmazonSQS.ReceiveMessage') return;
    const asked: Buffer[] = [];
    request.on('data', (piece: Buffer) => asked.push(piece));
    const { end } = response;
    response.end = function endOrGiveBack(this: ServerResponse, ...args: unknown[]) {
      const [body] = args;
      if (request.socket.destroyed && (typeof body === 'string' || Buffer.isBuffer(body))) {
        const { Messages = [] } = JSON.parse(body.toString()) as Received;
        const { QueueUrl } = JSON.parse(Buffer.concat(asked).toString()) as { QueueUrl: string };
        const receipts = Messages.map(({ MessageId, ReceiptHandle }) => ({ id: MessageId, handle: ReceiptHandle }));
        if (receipts.length > 0) giveBack(QueueUrl, receipts);
      }
      return Reflect.apply(end, this, args) as ServerResponse;
    } as typeof response.end;
  });
}
