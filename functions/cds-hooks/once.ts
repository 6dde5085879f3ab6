import type { World } from '../../platform/world.ts';
import type { Principal } from '../../schemas/principal.ts';

/** Whether the client's token is used for the first time; it is used up by the question (CDS Hooks 2.0.1, claim `jti`). */
export const isNew = async ({ id, once }: Principal, { chart }: Pick<World, 'chart'>): Promise<boolean> =>
  once !== undefined && (await chart.cards.useToken(id, once.jti, once.until));
