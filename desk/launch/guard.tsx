import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { DeskPatient } from '../../schemas/api/desk-parts.ts';
import { linkTo } from '../router/match.ts';
import { go } from '../router/use-hash.ts';
import { type Compared, compared, contradicts, type EhrPatient } from './compare.ts';
import { isOvertaken, type LaunchContext, mayShow, onOpened } from './context.ts';
import { readPatient } from './smart.ts';
import { Stopped } from './stops.tsx';
import { LAUNCH } from './words.ts';

type Changed = { readonly kind: 'changed' } | { readonly kind: 'edited'; readonly rows: readonly Compared[] };

/**
 * Stands around the pages of a tab that a record system has opened: another patient there, other facts of the same one, or a
 * page of another patient here stops everything.
 */
export function LaunchGuard({
  context,
  record,
  children,
}: {
  context: LaunchContext | undefined;
  record: string | undefined;
  children: ComponentChildren;
}) {
  const [changed, setChanged] = useState<Changed>();
  useEffect(() => {
    if (context === undefined) return;
    return onOpened((opened) => {
      if (isOvertaken(context, opened)) setChanged({ kind: 'changed' });
    });
  }, [context]);
  useEffect(() => {
    if (context === undefined) return;
    const look = (): void => {
      if (document.visibilityState !== 'visible' || Date.now() > context.until) return;
      // Back from the record system: what it says of the patient now is held against what it said at the launch.
      readPatient(context).then(
        (now) => {
          const rows = compared(now, asFound(context.patient));
          if (contradicts(rows)) setChanged({ kind: 'edited', rows });
        },
        () => undefined,
      );
    };
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [context]);
  if (context === undefined) return <>{children}</>;
  const { iss } = context;
  if (changed?.kind === 'changed') return <Stopped title={LAUNCH.changed} says={LAUNCH.changedSays} iss={iss} />;
  if (changed?.kind === 'edited')
    return <Stopped title={LAUNCH.edited} says={LAUNCH.editedSays} iss={iss} rows={[changed.rows]} />;
  if (!mayShow(context, record)) {
    const [own = ''] = context.records;
    const back = { words: LAUNCH.back, go: () => go(linkTo('/patient/:record', { record: own })) };
    return <Stopped title={LAUNCH.away} says={LAUNCH.awaySays} iss={iss} back={back} />;
  }
  return <>{children}</>;
}

/** What the record system said at the launch, in the form in which Oka's facts are compared. */
function asFound({ identifier = [], name, birthDate, gender }: EhrPatient): Parameters<typeof compared>[1] {
  const first = name?.[0];
  const whole = first?.family === undefined ? first?.text : [first.family, ...(first.given ?? [])].join(' ');
  const sex = gender === 'male' || gender === 'female' || gender === 'other' ? gender : undefined;
  const patient: DeskPatient = {
    ...(whole === undefined ? {} : { name: whole }),
    ...(birthDate === undefined ? {} : { birthDate }),
    ...(sex === undefined ? {} : { sex }),
  };
  const identifiers = identifier.flatMap(({ system, value }) => (system && value ? [{ system, value }] : []));
  return { record: '', records: [], clinic: '', clinicTitle: { ru: '', en: '' }, patient, identifiers };
}
