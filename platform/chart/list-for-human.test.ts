import { describe, expect, test } from '@jest/globals';
import { withChart } from '../../test/chart.ts';

const input = { kind: 'image', clinic: 'district', sha256: 'a'.repeat(64) } as const;

describe('the list that waits for a human', () => {
  test('takes an input whose work is not done, which keeps its place when it ends', async () => {
    const { chart, close } = await withChart();
    try {
      await chart.listForHuman(input, ['name']);
      expect(await chart.input(input)).toBeUndefined();

      await chart.openInput(input, 10, '2026-03-01T10:00:00.000Z');
      await chart.listForHuman(input, ['name']);
      expect((await chart.waitingForHuman('district'))[0]?.end).toBeUndefined();
      await chart.endInput(input, { state: 'published' });
      expect((await chart.waitingForHuman('district'))[0]?.end).toMatchObject({ state: 'published' });
    } finally {
      await close();
    }
  });

  test('takes an input after its end and lets it go again, without touching the end', async () => {
    const { chart, close } = await withChart();
    try {
      await chart.openInput(input, 10, '2026-03-01T10:00:00.000Z');
      await chart.endInput(input, { state: 'stored' });
      await chart.listForHuman(input, ['name']);
      await chart.listForHuman(input, ['name']);
      const [listed, ...more] = await chart.waitingForHuman('district');
      expect(more).toEqual([]);
      expect(listed).toMatchObject({ end: { state: 'stored' }, input });
      expect(listed?.steps.filter(({ step }) => step === 'unreconciled')).toHaveLength(1);

      await chart.listForHuman(input, ['birth-date']);
      expect((await chart.waitingForHuman('district'))[0]?.steps.at(-1)).toMatchObject({ detail: 'birth-date' });

      await chart.listForHuman(input, []);
      expect(await chart.waitingForHuman('district')).toEqual([]);
      expect((await chart.input(input))?.end).toMatchObject({ state: 'stored' });
    } finally {
      await close();
    }
  });

  test('keeps what is listed for a matter of its own until that matter is settled, whatever else is', async () => {
    const { chart, close } = await withChart();
    try {
      await chart.openInput(input, 10, '2026-03-01T10:00:00.000Z');
      await chart.listForHuman(input, ['dicom-form-not-made'], 'dicom-form-not-made');
      await chart.listForHuman(input, []);
      expect((await chart.waitingForHuman('district'))[0]?.reasons).toEqual(['dicom-form-not-made']);
      await chart.listForHuman(input, [], 'dicom-form-not-made');
      expect(await chart.waitingForHuman('district')).toEqual([]);
      await chart.listForHuman(input, ['name']);
      await chart.listForHuman(input, []);
      expect(await chart.waitingForHuman('district')).toEqual([]);
    } finally {
      await close();
    }
  });

  test('forgets the matter of its own when a graver one takes its place', async () => {
    const { chart, close } = await withChart();
    try {
      await chart.openInput(input, 10, '2026-03-01T10:00:00.000Z');
      await chart.listForHuman(input, ['dicom-form-not-made'], 'dicom-form-not-made');
      await chart.listForHuman(input, ['name']);
      await chart.listForHuman(input, []);
      expect(await chart.waitingForHuman('district')).toEqual([]);
    } finally {
      await close();
    }
  });

  test('never lets a quarantined input go', async () => {
    const { chart, close } = await withChart();
    try {
      await chart.openInput(input, 10, '2026-03-01T10:00:00.000Z');
      await chart.endInput(input, { state: 'quarantined', code: 'dicom-pixels' });
      await chart.listForHuman(input, []);
      expect(await chart.waitingForHuman('district')).toHaveLength(1);
    } finally {
      await close();
    }
  });
});
