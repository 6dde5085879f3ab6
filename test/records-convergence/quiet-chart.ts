import { setTimeout } from 'node:timers/promises';
import { type TestChart, withChart } from '../chart.ts';

/** A chart whose table is there, and programs that log nothing meanwhile: thousands of lines would hide a failure. */
export async function openQuietChart(): Promise<TestChart> {
  const test = await withChart();
  const isThere = (): Promise<boolean> =>
    test.chart.head('any').then(
      () => true,
      () => false,
    );
  while (!(await isThere())) await setTimeout(20);
  const write = process.stdout.write;
  process.stdout.write = () => true;
  const close = async (): Promise<void> => {
    process.stdout.write = write;
    await test.close();
  };
  return { ...test, close };
}
