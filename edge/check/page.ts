import type { EdgeSettings } from '../../schemas/edge.ts';
import { needsMore } from '../page/reach.ts';
import type { CheckLine } from './line.ts';

/** Whether the page would start at its address, and whether anybody could see a patient on it. */
export async function checkPage({ page }: Pick<EdgeSettings, 'page'>): Promise<readonly CheckLine[]> {
  if (page === undefined) return [];
  const { host, users } = page;
  if (needsMore(page))
    return [
      {
        id: 'page',
        state: 'fail',
        found: `${host} is in the network, and the page has ${page.tls ? 'no users' : 'no "tls"'}: it will not start`,
        whatToDo: 'Give it "tls" (certificate and key) and users (oka edge user add NAME), or the host 127.0.0.1.',
      },
    ];
  if (users.length > 0) return [{ id: 'page', state: 'ok', found: `${users.length} may sign in` }];
  return [
    {
      id: 'page',
      state: 'warn',
      found: 'nobody may sign in, so it shows no patient',
      whatToDo: 'oka edge user add NAME --role clinician, and restart the edge.',
    },
  ];
}
