import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { appointment, order, worklist } from '../worklist/testing.ts';
import { occasionsOf } from './occasion.ts';

const root = mkdtempSync(join(tmpdir(), 'oka-occasions-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const AT = '2026-02-03T04:00:00.000Z';

async function told(name: string, ...messages: Buffer[]) {
  const { worklist: list } = await worklist(join(root, name));
  for (const message of messages) await list.take(message, AT);
  const occasions = occasionsOf(list);
  await list.close();
  return occasions;
}

describe('who is expected', () => {
  test('comes from orders with a date and from appointments, those with a physician too', async () => {
    const occasions = await told(
      'both',
      order(),
      appointment({ number: '302', name: 'Образцова^Проба', when: '202602041500' }),
    );
    expect(occasions.map(({ patient, start, modality }) => [patient.id, start, modality])).toEqual([
      ['301', '2026-02-03T06:00:00.000Z', 'DX'],
      ['302', '2026-02-04T10:00:00.000Z', undefined],
    ]);
    expect(occasions[0]?.words).toContain('Рентгенография лёгких');
  });

  test('a cancelled appointment is none', async () => {
    const booked = appointment({ when: '202602041500' });
    expect(await told('one', booked)).toHaveLength(1);
    expect(
      await told('cancelled', booked, appointment({ event: 'S15', at: '20260203074500', when: '202602041500' })),
    ).toEqual([]);
  });

  test('a moved one is expected at its new time alone', async () => {
    const moved = appointment({ event: 'S13', at: '20260203074500', when: '202602051500' });
    const occasions = await told('moved', appointment({ when: '202602041500' }), moved);
    expect(occasions.map(({ start }) => start)).toEqual(['2026-02-05T10:00:00.000Z']);
  });

  test('an order without a date is none: nobody knows when the patient comes', async () => {
    expect(await told('open', order({ when: '' }))).toEqual([]);
  });
});
