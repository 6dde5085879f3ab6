import { expect, test } from '@jest/globals';
import { regionContext } from './context.ts';
import { ID_KEY, mapFrom, message, PID, RECEIVED_AT, REGION } from './example.ts';
import { mapHl7 } from './map.ts';

const marked = (processing: string): Uint8Array =>
  new TextEncoder().encode(
    new TextDecoder().decode(message('ADT^A31', ['EVN|A31|20260110', PID])).replace('|P|2.5.1', `|${processing}|2.5.1`),
  );

test.each(['T', 'D', 'T^A', 'd'])('a message with MSH-11 %s never enters a real chart', (processing) => {
  const { messages, write } = mapFrom('hospital', marked(processing));
  expect(messages[0]?.error).toEqual({ code: 'hl7-processing', detail: 'MSH-11' });
  expect(write.items).toEqual([]);
});

test.each(['P', 'p', '', 'P^T'])('a message with MSH-11 "%s" does', (processing) => {
  expect(mapFrom('hospital', marked(processing)).write.items).toHaveLength(1);
});

test('a region of tests takes what it registers', () => {
  const region = { ...REGION, processing: ['P' as const, 'T' as const] };
  const context = regionContext(region, 'hospital', { idKey: ID_KEY, receivedAt: RECEIVED_AT });
  expect(mapHl7(marked('T'), context).write.items).toHaveLength(1);
});
