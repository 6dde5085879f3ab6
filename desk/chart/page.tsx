import type { PageProps } from '../pages.ts';
import { Loading } from '../ui/states.tsx';

export default function Page(_: PageProps) {
  return <Loading />;
}
