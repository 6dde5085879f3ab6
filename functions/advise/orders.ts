import type { Chart } from '../../platform/chart/chart.ts';
import { type SharedOrder, sharedOrder } from '../../platform/chart/contested.ts';
import { inputId } from '../../schemas/input.ts';

/** Why the inputs are on their clinics' lists: one order stands for two patients. */
const ORDER_OF_TWO = 'order-of-two-patients';

/**
 * The inputs that say one order of two patients come on their clinics' lists, whichever came first, and leave them when the
 * order is withdrawn for one of the two or they turn out to be one person. What is listed is noted before; then the order
 * is read once more, and who finds it changed does it all over.
 */
export async function settleOrders(orders: readonly SharedOrder[], chart: Chart): Promise<void> {
  for (const first of orders) {
    let settled: string | undefined;
    for (let state = first; settled !== wanted(state); state = await sharedOrder(chart, state.order, [])) {
      const contested = new Set(state.contested.map(({ record }) => record));
      const listed = state.said.flatMap((one) => one.listed);
      if (contested.size === 0 && listed.length === 0) break;
      settled = wanted(state);
      const keeps = new Set(settled.split(' '));
      for (const input of listed) if (!keeps.has(inputId(input))) await chart.listForHuman(input, [], ORDER_OF_TWO);
      for (const { record, input, listed: before } of state.contested) {
        if (input === undefined) continue;
        if (!before.some((one) => inputId(one) === inputId(input)))
          await chart.noteOrderListed(state.order, record, input);
        await chart.listForHuman(input, [ORDER_OF_TWO], ORDER_OF_TWO);
      }
    }
  }
}

const wanted = ({ contested }: SharedOrder): string =>
  contested
    .flatMap(({ input }) => (input ? inputId(input) : []))
    .sort()
    .join(' ');
