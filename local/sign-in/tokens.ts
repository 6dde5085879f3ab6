import type { DirectoryPerson } from '../../schemas/duty.ts';
import { type LocalKeys, tokenFor } from '../keys.ts';

type Signed = { readonly person: DirectoryPerson; readonly nonce: string | null; readonly at: Date };
const HOUR = 3600;

/** The answer of the token endpoint: an access token for the region, as any provider's would be, and an id token for the desk. */
export async function tokensOf(
  keys: LocalKeys,
  { person, nonce, at }: Signed,
  { clientId, lifeSeconds = HOUR }: { clientId: string; lifeSeconds?: number },
) {
  const { id, name, clinics, roles, staff } = person;
  const [clinic = ''] = clinics;
  const party = { kind: 'person', id, clinic, roles, name } as const;
  const claims = {
    clinics,
    auth_time: Math.floor(at.getTime() / 1000),
    ...(staff.length > 0 ? { staff: [...new Set(staff.map(({ number }) => number))] } : {}),
  };
  return {
    access_token: await tokenFor(keys, party, { lifeSeconds, more: claims }),
    token_type: 'Bearer',
    expires_in: lifeSeconds,
    id_token: await tokenFor(keys, party, {
      lifeSeconds,
      more: { ...claims, ...(nonce === null ? {} : { nonce }) },
      audience: clientId,
    }),
    scope: 'openid profile',
  };
}
