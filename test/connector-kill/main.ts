// A connector as a process of its own, to be killed: SQS, folder and port of the record system on the command line.
import { startConnector } from '../../edge/connector/connector.ts';
import { mllpDestination } from '../../edge/connector/mllp.ts';
import { sqsQueue } from '../../edge/connector/queue.ts';
import { MLLP } from '../../edge/connector/testing/world.ts';
import { sqsClient } from '../../local/template/create.ts';

const [sqsUrl = '', queueUrl = '', acknowledgementsUrl = '', folder = '', port = '0'] = process.argv.slice(2);
await startConnector({
  ...{ ehr: 'demo', folder, replaces: true, perSecond: 100 },
  queue: sqsQueue({ sqs: sqsClient(sqsUrl), queueUrl, acknowledgementsUrl, holdSeconds: 2, waitSeconds: 1 }),
  destination: mllpDestination({ settings: { ...MLLP, port: Number(port) }, replaces: true, zone: 'UTC' }),
  readBinary: async () => new Uint8Array(),
  breaker: { pauseMs: [100, 200] },
});
