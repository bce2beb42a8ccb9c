/** A secret that is kept as it is written: braces in it are no expression, and nothing of it is shown. */
export function isLiteralSecret(schema: Readonly<Record<string, unknown>>): boolean {
  return schema.format === 'password' && schema['x-literal'] === true;
}
