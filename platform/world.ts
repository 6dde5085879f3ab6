import type { NationalNumber } from '../domain/identity/holder.ts';
import type { Region } from '../domain/region.ts';
import type { Chart } from './chart/chart.ts';
import { makeDynamoChart } from './chart/dynamo-chart.ts';
import { readEnvironment } from './environment.ts';
import { makeObjects, type ObjectStore } from './objects.ts';
import { makeEvent, makeQueues, type Queues } from './queues.ts';
import { loadRegion } from './region.ts';

/** All that a function reaches outside itself, handed to its logic as one value. */
export type World = {
  readonly chart: Chart;
  readonly objects: ObjectStore;
  readonly queues: Queues;
  readonly region: Region;
  readonly clock: () => Date;
  readonly env: Readonly<Record<string, string>>;
};

type WorldOptions = {
  /** What a national number is called in the chart's keys: only who has the region's id key writes patients. */
  readonly numberKey?: (number: NationalNumber, env: World['env']) => string;
};

/**
 * The world of one function, made at the first call of its process and kept.
 * @param names the environment variables the function needs beside the table; a missing one stops it with its name.
 */
export function worldOf(names: readonly string[], options: WorldOptions = {}): () => World {
  let world: World | undefined;
  return () => {
    world ??= makeWorld(names, options);
    return world;
  };
}

function makeWorld(names: readonly string[], { numberKey }: WorldOptions): World {
  const own = readEnvironment(['OKA_TABLE', 'OKA_QUEUE_ADVICE', 'OKA_BUCKET_DERIVED']);
  const env: Readonly<Record<string, string>> = { ...readEnvironment(names), ...own };
  const queues = makeQueues();
  const objects = makeObjects();
  const clock = () => new Date();
  const region = loadRegion();
  const chart = makeDynamoChart({
    table: own.OKA_TABLE,
    clock,
    numberKey: numberKey && ((number) => numberKey(number, env)),
    stopNumbers: region.identity.stopNumbers,
    bulk: {
      put: (key, bytes) => objects.put(own.OKA_BUCKET_DERIVED, `bulk/${key}`, bytes),
      get: (key) => objects.get(own.OKA_BUCKET_DERIVED, `bulk/${key}`),
    },
    sendAdvice: (record, revision) =>
      queues.send(
        own.OKA_QUEUE_ADVICE,
        makeEvent('oka.advice.requested', 'chart', { record, revision }, { time: clock() }),
      ),
  });
  return { chart, objects, queues, region, clock, env };
}
