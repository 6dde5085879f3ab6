import { useWords } from '../words/use-words.tsx';

export default function FollowUpsPage() {
  const { t } = useWords();
  return <h1>{t({ ru: 'Контроль', en: 'Follow-ups' })}</h1>;
}
