import { createHash, randomBytes } from 'node:crypto';

/** What a code stands for. */
export type Granted<About> = {
  readonly clientId: string;
  readonly redirectUri: string;
  /** `code_challenge` of PKCE, method S256. */
  readonly challenge: string;
  readonly about: About;
};
export type Redeeming = { clientId: string | null; redirectUri: string | null; verifier: string | null };

const LIFE_MS = 60_000;

/** Codes of an authorization server: each once, for a minute, for exactly who asked (RFC 6749 §4.1.2, RFC 7636 §4.6). */
export function makeCodes<About>(now: () => number = Date.now) {
  const held = new Map<string, Granted<About> & { until: number }>();
  return {
    grant(granted: Granted<About>): string {
      for (const [code, { until }] of held) if (until < now()) held.delete(code);
      const code = randomBytes(32).toString('base64url');
      held.set(code, { ...granted, until: now() + LIFE_MS });
      return code;
    },
    /** What it stands for; undefined for a code that is unknown, used, late, of another client or without its verifier. */
    redeem(code: string | null, { clientId, redirectUri, verifier }: Redeeming): About | undefined {
      const granted = held.get(code ?? '');
      held.delete(code ?? '');
      if (granted === undefined || granted.until < now()) return undefined;
      const challenge = createHash('sha256')
        .update(verifier ?? '')
        .digest('base64url');
      const fits =
        granted.clientId === clientId && granted.redirectUri === redirectUri && granted.challenge === challenge;
      return fits ? granted.about : undefined;
    },
  };
}
