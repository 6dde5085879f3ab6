import { readPrivateKey } from '../settings/token.ts';
import { tokenSource } from '../token.ts';
import type { Shared } from './shared.ts';

/**
 * The token with which results are fetched: that of the record system, whose right it is to read them. Without its key our
 * own is shown, and the region says whether that is enough.
 */
export function ehrToken({ settings, token }: Pick<Shared, 'settings' | 'token'>): () => Promise<string> {
  const { connector, region } = settings;
  if (connector?.signsAs === undefined || region.audience === undefined) return token;
  const { issuer, key } = connector.signsAs;
  return tokenSource({
    key: readPrivateKey(key),
    iss: issuer,
    sub: `ehr:${connector.ehr}`,
    audience: region.audience,
  });
}
