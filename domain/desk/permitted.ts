import type { DeskMay } from '../../schemas/api/desk-parts.ts';
import type { Delivery } from '../../schemas/delivery.ts';
import type { CriticalLevel } from '../../schemas/duty.ts';
import type { Principal } from '../../schemas/principal.ts';
import type { Bilingual, Result } from '../../schemas/result.ts';
import { may } from '../access/may.ts';
import { verdictsOf } from '../access/roles.ts';
import { escalationOf, isObliged } from '../delivery/way/states.ts';
import { isOfAi } from './sentence.ts';

const BECAUSE = {
  nothingSent: {
    en: 'It has not been sent to a record system yet: there is nothing to acknowledge.',
    ru: 'Результат ещё не отправлен в медицинскую систему: принимать пока нечего.',
  },
  withdrawn: {
    en: 'It was withdrawn: nothing is left to acknowledge or to sign.',
    ru: 'Результат отозван: принимать и подписывать нечего.',
  },
  rule: {
    en: 'It was counted by a published rule: it is acted upon or not, and is not signed as a finding is.',
    ru: 'Рассчитано по опубликованному правилу: его выполняют или нет, но не подписывают, как находку ИИ.',
  },
  notRadiologist: {
    en: 'To agree and to correct is for a radiologist; you may disagree with a reason.',
    ru: 'Согласиться или исправить может врач-рентгенолог; вы можете не согласиться с указанием причины.',
  },
} as const satisfies Record<string, Bilingual>;

type Asked = {
  readonly result: Result;
  readonly delivery: Delivery | undefined;
  readonly clinic: string;
  /** Levels that are acknowledged only with read-back. */
  readonly readBack: readonly CriticalLevel[];
};

/** What this reader may do with this result as it stands, and in one sentence why not, where something is left out. */
export function permitted(principal: Principal, { result, delivery, clinic, readBack }: Asked): DeskMay {
  const isHis = (action: Parameters<typeof may>[1]): boolean => may(principal, action, { clinic });
  const stands = result.state === 'current';
  const statement = stands && isOfAi(result) && isHis('sign-statement') ? [...verdictsOf(principal.roles)] : [];
  const acknowledge =
    stands && delivery !== undefined && delivery.acknowledged === undefined && isHis('acknowledge-result');
  const because = becauseOf({ result, delivery }, statement);
  return {
    acknowledge,
    ...(acknowledge && isObliged(delivery) && readBack.includes(delivery.level ?? 'red') ? { readBack: true } : {}),
    act: stands && delivery !== undefined && delivery.actedOn === undefined && isHis('acknowledge-result'),
    takeAlarm: delivery !== undefined && escalationOf(delivery) === 'alarm' && isHis('take-alarm'),
    order: stands && isHis('sign-order'),
    statement,
    ...(because ? { because } : {}),
  };
}

function becauseOf(
  { result, delivery }: Pick<Asked, 'result' | 'delivery'>,
  statement: DeskMay['statement'],
): Bilingual | undefined {
  if (result.state === 'withdrawn') return BECAUSE.withdrawn;
  if (delivery === undefined) return BECAUSE.nothingSent;
  if (!isOfAi(result)) return BECAUSE.rule;
  return statement.includes('agrees') ? undefined : BECAUSE.notRadiologist;
}
