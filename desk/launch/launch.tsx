import { useEffect, useState } from 'preact/hooks';
import type { FindAnswer } from '../../schemas/api/desk-find.ts';
import { post, Refused, Unreached } from '../api/ask.ts';
import { config } from '../config.ts';
import { linkTo } from '../router/match.ts';
import { go } from '../router/use-hash.ts';
import { leaveToSignIn } from '../session/lifecycle.ts';
import type { Start } from '../session/start.ts';
import { useSession } from '../session/use-session.ts';
import { useWords } from '../words/use-words.tsx';
import { type Compared, compared, contradicts } from './compare.ts';
import { dropContext, keepContext, type LaunchContext, tellOpened } from './context.ts';
import { contextFrom, LaunchStopped, launchUrl } from './smart.ts';
import { Stopped, useSystem } from './stops.tsx';
import { LAUNCH, WHY, type Why } from './words.ts';

/** Goes through a launch by a record system to its end: the patient's page, or a stop. */
export function Launching({
  start,
  onSame,
}: {
  start: Extract<Start, { kind: 'launch' | 'launched' }>;
  onSame: () => void;
}) {
  const [why, setWhy] = useState<Why>();
  const [context, setContext] = useState<LaunchContext>();
  useEffect(() => {
    const stopped = (cause: unknown): void => setWhy(cause instanceof LaunchStopped ? cause.why : 'refused');
    // Of the launch before nothing may stand when the new one fails.
    dropContext(sessionStorage);
    if (start.kind === 'launch')
      launchUrl(start, { systems: config().recordSystems }).then((address) => location.replace(address), stopped);
    else
      contextFrom(start.back).then((opened) => {
        tellOpened(opened);
        keepContext(sessionStorage, opened);
        setContext(opened);
      }, stopped);
  }, [start]);
  if (why !== undefined) return <Stopped title={LAUNCH.stopped} says={WHY[why]} />;
  return context ? (
    <Comparing context={context} onSame={onSame} />
  ) : (
    <Opening iss={start.kind === 'launch' ? start.iss : ''} />
  );
}

function Opening({ iss }: { iss: string }) {
  const { t } = useWords();
  const system = useSystem(iss);
  return (
    <main>
      <p role="status">{t(LAUNCH.opening, { system })}</p>
    </main>
  );
}

type Outcome =
  | { readonly kind: 'same' }
  | { readonly kind: 'none' }
  | { readonly kind: 'unreached' }
  | { readonly kind: 'several' | 'differs'; readonly rows: readonly (readonly Compared[])[] };

/** Holds a record system's patient against Oka's. Errors: as `post`. */
async function compare({ patient }: LaunchContext): Promise<Outcome & { readonly records?: readonly string[] }> {
  const identifiers = (patient.identifier ?? []).flatMap(({ system, value }) =>
    system && value ? [{ system, value }] : [],
  );
  if (identifiers.length === 0) return { kind: 'none' };
  const { found } = await post<FindAnswer>('/desk-api/find', { identifiers: identifiers.slice(0, 20) });
  const rows = found.map((one) => compared(patient, one));
  const [first] = found;
  if (first === undefined) return { kind: 'none' };
  if (found.length > 1) return { kind: 'several', rows };
  return rows.some(contradicts) ? { kind: 'differs', rows } : { kind: 'same', records: first.records };
}

/** The comparison of a launch: needs somebody signed in at the region; until it has ended well nothing of a patient is drawn. */
export function Comparing({ context, onSame }: { context: LaunchContext; onSame: () => void }) {
  const { t } = useWords();
  const { state } = useSession();
  const [outcome, setOutcome] = useState<Outcome>();
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (state !== 'signed-in') {
      // Who the physician is says the region, where he has mostly signed in already: no button between two redirects.
      void leaveToSignIn().catch(() => setOutcome({ kind: 'unreached' }));
      return;
    }
    compare(context)
      .then((ended) => {
        const [record] = ended.records ?? [];
        if (ended.kind !== 'same' || record === undefined) return setOutcome(ended);
        keepContext(sessionStorage, { ...context, records: ended.records ?? [] });
        go(linkTo('/patient/:record', { record }));
        setOutcome({ kind: 'same' });
        onSame();
      })
      .catch((cause: unknown) => {
        if (cause instanceof Unreached || cause instanceof Refused) setOutcome({ kind: 'unreached' });
        else throw cause;
      });
  }, [context, state, round, onSame]);
  const { iss } = context;
  if (outcome === undefined || outcome.kind === 'same')
    return state === 'signed-in' ? (
      <Opening iss={iss} />
    ) : (
      <main>
        <p role="status">{t(LAUNCH.signingIn)}</p>
      </main>
    );
  if (outcome.kind === 'unreached')
    return (
      <Stopped
        title={LAUNCH.stopped}
        says={LAUNCH.unreached}
        iss={iss}
        back={{
          words: LAUNCH.again,
          go: () => {
            setOutcome(undefined);
            setRound((before) => before + 1);
          },
        }}
      />
    );
  if (outcome.kind === 'none') return <Stopped title={LAUNCH.none} says={LAUNCH.noneSays} iss={iss} />;
  const isSeveral = outcome.kind === 'several';
  return (
    <Stopped
      title={isSeveral ? LAUNCH.several : LAUNCH.differs}
      says={isSeveral ? LAUNCH.severalSays : LAUNCH.differsSays}
      iss={iss}
      rows={outcome.rows}
    />
  );
}
