import type { Message } from '@aws-sdk/client-sqs';
import { ACCOUNT, REGION } from '../template/resolve.ts';

/** The event of an SQS event source (AWS Lambda developer guide, "Using Lambda with Amazon SQS"). */
export function sqsEvent(queue: string, messages: readonly Message[]) {
  return {
    Records: messages.map((message) => ({
      messageId: message.MessageId,
      receiptHandle: message.ReceiptHandle,
      body: message.Body,
      attributes: message.Attributes ?? {},
      messageAttributes: Object.fromEntries(
        Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [
          name,
          { stringValue: value.StringValue, dataType: value.DataType, stringListValues: [], binaryListValues: [] },
        ]),
      ),
      md5OfBody: message.MD5OfBody,
      eventSource: 'aws:sqs',
      eventSourceARN: `arn:aws:sqs:${REGION}:${ACCOUNT}:${queue}`,
      awsRegion: REGION,
    })),
  };
}

/**
 * Which messages of a batch are done and which come again. With partial failures the function's `batchItemFailures` says
 * so; an answer of another form, or an identifier that is not of the batch, fails the whole batch. In a FIFO queue all
 * after the first failed message come again too, to keep their order.
 */
export function sortOut(
  messages: readonly Message[],
  result: unknown,
  { partialFailures, fifo }: { partialFailures: boolean; fifo: boolean },
): { done: Message[]; again: Message[] } {
  const all = { done: [...messages], again: [] };
  const none = { done: [], again: [...messages] };
  if (!partialFailures || result === null || result === undefined) return all;
  const failures = (result as { batchItemFailures?: unknown }).batchItemFailures;
  if (failures === undefined || failures === null) return all;
  if (!Array.isArray(failures)) return none;
  const ids = failures.map((failure) => (failure as { itemIdentifier?: unknown } | null)?.itemIdentifier);
  if (ids.some((id) => !messages.some((message) => message.MessageId === id))) return none;
  const first = fifo ? messages.findIndex((message) => ids.includes(message.MessageId)) : -1;
  const failed = (message: Message, index: number) => ids.includes(message.MessageId) || (first >= 0 && index >= first);
  return {
    done: messages.filter((message, index) => !failed(message, index)),
    again: messages.filter(failed),
  };
}
