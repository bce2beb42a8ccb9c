import { z } from 'zod';

/** A place within an answer: `login`, `user.email`, `data[0].name`. */
const place = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[\w$-]+(?:\.[\w$-]+|\[\d+\])*$/, 'Write the place as in user.email');

/** A request that shows whether a credential works, and in its answer where it is said whose it is. */
export const testRequestSchema = z.strictObject({
  method: z.enum(['GET', 'POST']),
  /** At one of the credential's hosts; with `{{workspace.<slot>.<field>}}` where a custom credential belongs. */
  url: z.string().min(1).max(2_000),
  identity: place.optional(),
});
/** What a credential keeps of it. */
export type TestRequest = { method: 'GET' | 'POST'; url: string; identity?: string | undefined };
