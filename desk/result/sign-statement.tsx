import type { DeskResult } from '../../schemas/api/desk-result.ts';
import type { StatementAnswer, StatementBody } from '../../schemas/api/desk-statement.ts';
import { REASON_WORDS } from '../../schemas/statement-words.ts';
import { FINDING_WORDS } from '../../schemas/words.ts';
import { usePerson } from '../session/use-session.ts';
import { Dialog } from '../ui/dialog.tsx';
import { useWords } from '../words/use-words.tsx';
import { nameOf } from './people.ts';
import { rolesIn } from './roles.ts';
import { SendingSays } from './sending-says.tsx';
import { useSend } from './use-send.ts';
import { RESULT } from './words.ts';
import { STATEMENT, VERDICTS } from './words-statement.ts';

const SIDES = { L: RESULT.left, R: RESULT.right, both: RESULT.both } as const;

type SignProps = {
  body: StatementBody;
  result: DeskResult;
  path: string;
  close: () => void;
  signed: (answer: StatementAnswer) => void;
};

/** What is signed, whole: about which version of what, of whom, in which words, by whom and in which role. */
export function SignStatement({ body, result, path, close, signed }: SignProps) {
  const { t } = useWords();
  const person = usePerson();
  const { sending, send } = useSend<StatementAnswer>(`${path}/statement`, signed);
  const { verdict, reason, corrected, version } = body;
  const { patient } = result;
  const about = result.versions.find((one) => one.version === version)?.words ?? result.sentence;
  return (
    <Dialog title={t(STATEMENT.signTitle)} onClose={close}>
      <dl>
        <dt>{t(STATEMENT.about)}</dt>
        <dd>
          <b>{patient.name ?? '–'}</b>
          {patient.birthDate && ` · ${patient.birthDate.split('-').reverse().join('.')}`}
          <p>
            {t(RESULT.version, { version })}: «{t(about)}»
          </p>
        </dd>
        <dt>{t(STATEMENT.verdict)}</dt>
        <dd>
          <b>{t(VERDICTS[verdict])}</b>
          {corrected && (
            <p>
              {t(STATEMENT.correctedState)}:{' '}
              {[
                corrected.state && t(FINDING_WORDS[corrected.state]),
                corrected.side && t(SIDES[corrected.side]),
                corrected.words && `«${corrected.words}»`,
              ]
                .filter(Boolean)
                .join(', ')}
            </p>
          )}
        </dd>
        {reason && (
          <>
            <dt>{t(STATEMENT.reason)}</dt>
            <dd>
              {t(REASON_WORDS[reason.code])}
              {reason.words && <p>«{reason.words}»</p>}
            </dd>
          </>
        )}
        <dt>{t(STATEMENT.who)}</dt>
        <dd>
          {nameOf(person)} <span class="soft">{rolesIn(person.roles, t)}</span>
        </dd>
      </dl>
      <SendingSays sending={sending} notSent={STATEMENT.notSent} />
      <p class="buttons">
        <button type="button" class="main" disabled={sending.state === 'sending'} onClick={() => void send(body)}>
          {t(STATEMENT.sign)}
        </button>
        <button type="button" onClick={close}>
          {t(STATEMENT.back)}
        </button>
      </p>
    </Dialog>
  );
}
