import type { DecisionLine } from '../../schemas/api/appointments.ts';
import type { DeskSuggestion } from '../../schemas/api/desk-parts.ts';
import { SignOrders } from '../chart/sign-order.tsx';
import { linkTo } from '../router/match.ts';
import { useMe } from '../shell/nav.tsx';
import { SeverityBadge } from '../ui/badge.tsx';
import { WithTime } from '../ui/with-time.tsx';
import { useWords } from '../words/use-words.tsx';
import { DAY } from './words.ts';

type Order = DecisionLine['orders'][number];

/** What an order does, by its first action: the region signs the same order under the same id. */
export function doesOf({ actions: [action] }: Order): DeskSuggestion['does'] {
  if (action === undefined || action.type === 'delete') return 'withdraw';
  const { resourceType } = action.resource as { resourceType?: string };
  if (action.type === 'update') return resourceType === 'MedicationRequest' ? 'stop' : 'withdraw';
  return resourceType === 'Appointment' ? 'book' : 'order';
}

/** An order as the page of signing takes it; its words come in the reader's language alone. */
export const suggestionOf = (order: Order): DeskSuggestion => ({
  id: order.uuid,
  label: { ru: order.label, en: order.label },
  does: doesOf(order),
});

/** One matter to decide: what it is, what to do, orders ready for a signature, what it rests on. */
export function Decision({ decision, zone, refresh }: { decision: DecisionLine; zone: string; refresh: () => void }) {
  const { t } = useWords();
  const me = useMe();
  const mayOrder = 'data' in me && me.data?.may.order === true;
  const { severity, summary, action, facts, orders, result, unacknowledgedSince } = decision;
  return (
    <div class={`decision ${severity}`}>
      <p>
        <SeverityBadge severity={severity} />{' '}
        {result ? (
          <a href={linkTo('/patient/:record/result/:resultId', { record: result.record, resultId: result.resultId })}>
            {summary}
          </a>
        ) : (
          <b>{summary}</b>
        )}
      </p>
      {unacknowledgedSince && (
        <p>
          <b class="late">
            <WithTime words={DAY.unacknowledged} at={unacknowledgedSince} zone={zone} />
          </b>
        </p>
      )}
      <p>{action}</p>
      {result && <SignOrders suggestions={orders.map(suggestionOf)} of={result} may={mayOrder} refresh={refresh} />}
      {facts.length > 0 && (
        <details>
          <summary>{t(DAY.facts)}</summary>
          <ul>
            {facts.map((fact) => (
              <li key={fact}>{fact}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
