import { useState } from 'preact/hooks';
import { Dialog } from '../ui/dialog.tsx';
import { useWords } from '../words/use-words.tsx';
import { keysAreOn, switchKeys } from './keys.ts';
import { KEYS, SHELL } from './words.ts';

/** What the keys do, and the switch that turns single letters off. */
export function KeysHelp({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const [on, setOn] = useState(keysAreOn);
  return (
    <Dialog title={t(SHELL.keys)} onClose={onClose}>
      <table>
        <tbody>
          {KEYS.map(({ keys, does }) => (
            <tr key={keys}>
              <th scope="row">
                <kbd>{keys}</kbd>
              </th>
              <td>{t(does)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <label>
        <input
          type="checkbox"
          checked={on}
          onChange={({ currentTarget }) => {
            switchKeys(currentTarget.checked);
            setOn(currentTarget.checked);
          }}
        />{' '}
        {t(SHELL.keysOn)}
      </label>
    </Dialog>
  );
}
