import { writePageAct } from '../../platform/audit.ts';
import { inBatches } from '../../platform/chart/batches.ts';
import type { ApiAnswer } from '../../platform/handlers/answer.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import type { World } from '../../platform/world.ts';
import { PageActs, type PageActsAnswer } from '../../schemas/api/clinic-day.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { Clinic } from '../../schemas/region.ts';

/** Acts at the page of the clinic's edge, kept in the audit of the region beside its own. */
export async function keepActs({ body }: ApiRequest, { id }: Clinic, world: World): Promise<ApiAnswer> {
  const acts = PageActs.safeParse(jsonOf(body));
  if (!acts.success) throw new OkaError('malformed-request', `body.${acts.error.issues[0]?.path.join('.')}`);
  await inBatches(acts.data.acts, (act) => writePageAct(world, id, act), 8);
  const answer: PageActsAnswer = { kept: acts.data.acts.length };
  return { status: 200, json: answer };
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}
