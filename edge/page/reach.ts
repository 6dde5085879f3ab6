import type { PageSettings } from '../../schemas/edge/page.ts';

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '::1', 'localhost']);

/** Beyond this machine the page is for people with a name, over a line that nobody else reads. */
export const needsMore = ({ host, tls, users }: Pick<PageSettings, 'host' | 'tls' | 'users'>): boolean =>
  !LOOPBACK.has(host) && (tls === undefined || users.length === 0);
