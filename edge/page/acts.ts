import type { PageAct } from '../../schemas/api/clinic-day.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { Cache } from '../cache/view.ts';
import { WalkIn } from '../worklist/walk-in.ts';
import type { Audit } from './audit.ts';
import type { Session } from './sessions.ts';
import type { PageSources } from './sources.ts';

export type Acting = {
  readonly session: Session;
  readonly form: URLSearchParams;
  readonly sources: PageSources;
  readonly cache: Cache | undefined;
  readonly clock: () => Date;
  /** Writes down what is about to be done. */
  readonly note: (act: Pick<PageAct, 'what' | 'about' | 'records'>) => ReturnType<Audit['note']>;
};

type Act = {
  readonly role: 'clinician' | 'any';
  /** Gives the page to go on with. */
  readonly run: (acting: Acting) => Promise<string>;
};

const LONGEST_CONSULT_MINUTES = 120;

/** The few things that can be done at the page, by the path of their form. All else is reading. */
export const ACTS: Readonly<Record<string, Act>> = {
  '/consult': { role: 'any', run: consult },
  '/meanwhile/seen': { role: 'clinician', run: seen },
  '/worklist/walk-in': { role: 'clinician', run: walkIn },
  '/worklist/join': { role: 'clinician', run: join },
  '/worklist/drop': { role: 'clinician', run: drop },
};

async function consult({ form, sources, clock, note }: Acting): Promise<string> {
  const typed = form.get('minutes') ?? '';
  const minutes = Number(typed);
  if (!/^\d{1,3}$/.test(typed) || minutes > LONGEST_CONSULT_MINUTES) throw new OkaError('malformed-request', 'minutes');
  await note({ what: 'consult', about: `${minutes} minutes`, records: [] });
  await sources.consult?.set(minutes === 0 ? undefined : new Date(clock().getTime() + minutes * 60_000));
  return '/waiting';
}

async function seen({ form, cache, session, note }: Acting): Promise<string> {
  const id = form.get('id') ?? '';
  if (!cache?.meanwhile().some((one) => one.id === id)) throw new OkaError('not-found', 'outage');
  await note({ what: 'seen', about: `outage ${id}`, records: [] });
  await cache.seen(id, session.user);
  return '/meanwhile';
}

async function walkIn({ form, sources, session, note }: Acting): Promise<string> {
  const given = (name: string): string => (form.get(name) ?? '').replace(/\p{C}/gu, ' ').trim();
  const some = (name: string): Record<string, string> => (given(name) === '' ? {} : { [name]: given(name) });
  const read = WalkIn.safeParse({
    request: given('request'),
    ...{ family: given('family'), given: given('given'), middle: given('middle') },
    ...{ ...some('birthDate'), ...some('sex'), ...some('patientId') },
    ...{ modality: given('modality'), description: given('description'), urgent: form.get('urgent') === 'yes' },
    by: session.user,
  });
  if (!read.success || sources.worklist === undefined) return '/worklist?walk-in=not-added';
  await note({ what: 'walk-in', about: `request ${read.data.request}`, records: [] });
  await sources.worklist.addWalkIn(read.data);
  return '/worklist?walk-in=added';
}

/** A person says which order a walk-in was; the worklist proposes, and nobody else decides (contract 10). */
async function join({ form, sources, session, note }: Acting): Promise<string> {
  const [id, order] = [form.get('id') ?? '', form.get('order') ?? ''];
  const item = sources.worklist?.items().find((one) => one.id === id);
  if (sources.worklist === undefined || !item?.orderCame.includes(order)) throw new OkaError('not-found', 'order');
  await note({ what: 'walk-in', about: `joined ${id} with ${order}`, records: [] });
  await sources.worklist.join(id, order, session.user);
  return '/worklist';
}

/** He went away unexamined. */
async function drop({ form, sources, note }: Acting): Promise<string> {
  const id = form.get('id') ?? '';
  const item = sources.worklist?.items().find((one) => one.id === id);
  if (sources.worklist === undefined || item?.provisional !== true) throw new OkaError('not-found', 'walk-in');
  await note({ what: 'walk-in', about: `dropped ${id}`, records: [] });
  await sources.worklist.dropWalkIn(id);
  return '/worklist';
}
