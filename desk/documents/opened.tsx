import type { DisplayItem } from '../../schemas/display.ts';
import { itemWords } from '../study/items.tsx';
import { instancePath } from '../study/paths.ts';
import { useWords } from '../words/use-words.tsx';
import { Ecg } from './ecg.tsx';
import { Pdf } from './pdf.tsx';
import { DOCUMENTS } from './words.ts';

/** (0042,0011), the encapsulated document. */
const DOCUMENT = '00420011';

/** What lies in a study and is no picture: a document, curves, or something that is only named here. */
export function OpenedItem({ study, item }: { readonly study: string; readonly item: DisplayItem }) {
  const { t } = useWords();
  const path = instancePath(study, item);
  const title = itemWords(item, t);
  if (item.kind === 'pdf') return <Pdf path={`${path}/bulkdata/${DOCUMENT}`} title={title} />;
  if (item.kind === 'curves') return <Ecg path={`${path}/curves`} title={title} />;
  return (
    <div class="document">
      <h2>{title}</h2>
      <p>{t(DOCUMENTS.onlyNamed)}</p>
    </div>
  );
}
