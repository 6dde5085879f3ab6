import { useWords } from '../words/use-words.tsx';
import { DUTY } from './words.ts';

export default function DutyPage() {
  const { t } = useWords();
  return <h1>{t(DUTY.title)}</h1>;
}
