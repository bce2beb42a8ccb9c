import type { Credential, CredentialsPort } from '#engine';

/** A token that is sent as a bearer, and to `api.test` alone unless other hosts are given. */
export function bearer(token: string, hosts: readonly string[] = ['api.test']): Credential {
  return { use: { type: 'bearer' }, fields: { token }, hosts };
}

/** Named fields that only placeholders put into a request. */
export function custom(fields: Record<string, string>, overrides: Partial<Credential> = {}): Credential {
  return { use: { type: 'custom' }, fields, hosts: ['api.test'], ...overrides };
}

export interface CredentialShelf extends CredentialsPort {
  /** `find slack`, `refresh x/slack`, in order. */
  asked: string[];
}

/** Credentials by slot, those of a connector as `connector/slot`; a newer one is given as often as there is one. */
export function shelf(
  credentials: Record<string, Credential>,
  newer: Record<string, Credential[]> = {},
): CredentialShelf {
  const asked: string[] = [];
  const keyOf = (slot: string, { connector }: { connector?: string }) =>
    connector === undefined ? slot : `${connector}/${slot}`;
  return {
    asked,
    async find(slot, asker) {
      const key = keyOf(slot, asker);
      asked.push(`find ${key}`);
      return credentials[key];
    },
    async refresh(slot, asker) {
      const key = keyOf(slot, asker);
      asked.push(`refresh ${key}`);
      return newer[key]?.shift();
    },
  };
}
