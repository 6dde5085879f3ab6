import { dayResult } from '../../domain/clinic-day/result.ts';
import { inOrder } from '../../domain/desk/statement/shown.ts';
import { type Traced, traceOf } from '../../domain/desk/trace.ts';
import type { ApiAnswer } from '../../platform/handlers/answer.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import { small } from '../../platform/handlers/small.ts';
import type { World } from '../../platform/world.ts';
import type { DeskTrace } from '../../schemas/api/desk-trace.ts';
import type { Result } from '../../schemas/result.ts';
import { RECEIVED_EXTENSION } from '../../schemas/study.ts';
import { namesFor } from './reader.ts';
import { standingResult } from './standing.ts';
import { statementsOf } from './statements.ts';

/** The way of a result for a physician. */
export async function readTrace(request: ApiRequest, world: World): Promise<ApiAnswer> {
  const { chart, clock } = world;
  const result = await standingResult(request, world);
  const { record, resultId, version } = result;
  const [delivery, kept, image] = await Promise.all([
    chart.delivery(record, resultId),
    statementsOf(record, chart),
    imageOf(result, world),
  ]);
  const statements = inOrder(kept, resultId).map(({ statement }) => statement);
  const nameOf = namesFor(request.principal, world);
  const json: DeskTrace = {
    ...{ asOf: clock().toISOString(), record, resultId, version, title: dayResult(result).title },
    lines: traceOf({ result, delivery, statements, image, nameOf }),
  };
  return small(request, { status: 200, json, alsoAbout: [`result/${resultId}`] });
}

/** Of a study: when it was taken, and when the last of its pictures was accepted. */
async function imageOf({ record, content }: Result, { chart }: World): Promise<Traced['image']> {
  if (content.kind === 'advice') return undefined;
  const study = (await chart.get(record, 'ImagingStudy', content.study.id))?.resource;
  if (study?.resourceType !== 'ImagingStudy') return {};
  const received = (study.extension ?? []).flatMap(({ url, valueInstant }) =>
    url === RECEIVED_EXTENSION && valueInstant !== undefined ? [valueInstant] : [],
  );
  return { takenAt: study.started, receivedAt: received.toSorted().at(-1) };
}
