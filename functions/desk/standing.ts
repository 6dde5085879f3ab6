import { dayResult } from '../../domain/clinic-day/result.ts';
import { toldVersion } from '../../domain/delivery/way/states.ts';
import { changesBetween } from '../../domain/desk/changed.ts';
import { sentenceOf } from '../../domain/desk/sentence.ts';
import type { ShownVersion } from '../../platform/chart/shown.ts';
import type { ApiAnswer } from '../../platform/handlers/answer.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import type { World } from '../../platform/world.ts';
import type { OvertakenAnswer } from '../../schemas/api/desk-acts.ts';
import type { Delivery } from '../../schemas/delivery.ts';
import { ERRORS, OkaError } from '../../schemas/errors.ts';
import type { Result } from '../../schemas/result.ts';

/** The result of the path as it stands now. @throws OkaError `not-found` */
export async function standingResult({ path }: ApiRequest, { chart }: World): Promise<Result> {
  const { record = '', resultId = '' } = path;
  const advice = await chart.advice(record);
  const result = advice?.results.find((one) => one.resultId === resultId);
  if (result === undefined) throw new OkaError('not-found', 'result');
  return result;
}

/** A version in the words in which it is shown; kept, so that a newer one can be told as what changed since. */
export function shownOf(result: Result): ShownVersion {
  const { resultId, version, contentHash, state, severity, content } = result;
  return {
    ...{ resultId, version, contentHash, state, severity },
    ...(content.kind === 'finding' ? { finding: content.state } : {}),
    sentence: sentenceOf(result),
    lines: dayResult(result).lines,
  };
}

/**
 * Whether somebody who had `version` before him speaks of what no longer stands. A newer version that told nobody anything new
 * (the whole image confirmed the preview) overtakes nothing.
 * @throws OkaError `not-found` for a version that there never was
 */
export function isOvertaken(version: number, result: Result, delivery: Delivery | undefined): boolean {
  if (version > result.version) throw new OkaError('not-found', 'version of this result');
  if (version === result.version) return false;
  return result.notify || delivery === undefined || version < toldVersion(delivery);
}

/** 409 with what changed since the version that was on the screen: what is signed is what was read. */
export async function overtaken(
  version: number,
  result: Result,
  { traceparent }: ApiRequest,
  { chart }: World,
): Promise<ApiAnswer> {
  const { http, meaning, whatToDo } = ERRORS['version-overtaken'];
  const before = (await chart.shown(result.record, result.resultId)).find((one) => one.version === version);
  const now = shownOf(result);
  const json: OvertakenAnswer = {
    ...{ code: 'version-overtaken', message: meaning, whatToDo, version: result.version, words: now.sentence },
    changed: changesBetween(before, { ...now, result }),
    traceId: traceparent.split('-')[1] ?? '',
  };
  return { status: http, json };
}
