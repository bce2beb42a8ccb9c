import { z } from 'zod';

/** What is kept, sealed, of a token that was fetched. */
export const tokensSchema = z.strictObject({
  accessToken: z.string(),
  /** For how long it was given, in seconds; absent: nobody said. */
  lifetime: z.number().optional(),
  refreshToken: z.string().optional(),
  /** The one before: it still counts where the newer one, which was never used, got lost at the service. */
  previousRefreshToken: z.string().optional(),
  /** What it may do, in the service's own words. */
  scope: z.string().optional(),
});
export type Tokens = z.infer<typeof tokensSchema>;

/** Why there is no token. `message` is a sentence for people, without anything that the service wrote. */
export interface TokenRefusal {
  ok: false;
  /**
   * `refused`: asking again brings nothing, somebody has to connect anew or correct the credential. `unavailable`: there
   * was no usable answer, and a later one may be another.
   */
  kind: 'refused' | 'unavailable';
  message: string;
  /** The service says that the access was withdrawn or has run out: what was kept of it is worth nothing any more. */
  isWithdrawn?: true;
}

export type TokenAnswer = { ok: true; tokens: Tokens } | TokenRefusal;

export function refused(message: string): TokenRefusal {
  return { ok: false, kind: 'refused', message };
}

/** Of `invalid_grant` (RFC 6749 section 5.2). */
export function withdrawn(message: string): TokenRefusal {
  return { ...refused(message), isWithdrawn: true };
}

export function unavailable(message: string): TokenRefusal {
  return { ok: false, kind: 'unavailable', message };
}
