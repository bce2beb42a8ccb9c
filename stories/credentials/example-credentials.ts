import type { WorkspaceCredential } from '../../src/client/index.js';
import { page, type ScriptedRequest, scriptedClient } from '../scripted-server.js';

const HOUR_MS = 3_600_000;
const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
const id = (number: number) => `00000000-0000-4000-9000-${String(number).padStart(12, '0')}`;

export function credential(number: number, more: Partial<WorkspaceCredential> = {}): WorkspaceCredential {
  return {
    id: id(number),
    slot: 'stripe_live',
    name: 'Stripe live',
    type: 'bearer',
    settings: {},
    secrets: { token: { set: true, hint: '…4f2a' } },
    hosts: ['api.stripe.com'],
    status: null,
    problem: null,
    expiresAt: null,
    test: null,
    version: 3,
    lastUsedAt: ago(HOUR_MS / 12),
    createdAt: '2026-01-02T08:00:00Z',
    updatedAt: ago(26 * HOUR_MS),
    ...more,
  };
}

/** One of each type. */
export const credentials: readonly WorkspaceCredential[] = [
  credential(1),
  credential(2, {
    name: 'Warehouse',
    slot: 'warehouse',
    type: 'api_key',
    settings: { in: 'header', name: 'X-API-Key' },
    secrets: { value: { set: true, hint: '…x9Qm' } },
    hosts: ['stock.example.com', 'stock.example.com:8443'],
    lastUsedAt: null,
    updatedAt: ago(2 * HOUR_MS),
  }),
  credential(3, {
    name: 'Twilio',
    slot: 'twilio',
    type: 'basic',
    settings: { username: 'AC0123' },
    secrets: { password: { set: true, hint: null } },
    hosts: ['api.twilio.com'],
  }),
  credential(4, {
    name: 'Partner webhook',
    slot: 'partner',
    type: 'hmac',
    settings: {
      algorithm: 'sha256',
      encoding: 'hex',
      header: 'X-Signature',
      sign: ['timestamp', { text: '.' }, 'body'],
      timestampHeader: 'X-Timestamp',
    },
    secrets: { secret: { set: true, hint: '…71bd' } },
    hosts: ['hooks.partner.example'],
  }),
  credential(5, {
    name: 'Reports bucket',
    slot: 'reports',
    type: 'aws_sigv4',
    settings: { accessKeyId: 'AKIA0EXAMPLE', region: 'eu-central-1', service: 's3' },
    secrets: {
      secretAccessKey: { set: true, hint: '…Kk2e' },
      sessionToken: { set: true, hint: '…a0Zz' },
    },
    hosts: ['s3.eu-central-1.amazonaws.com'],
  }),
  credential(6, {
    name: 'Old intranet',
    slot: 'intranet',
    type: 'custom',
    settings: { account: '7' },
    secrets: { pin: { set: true, hint: null }, token: { set: true, hint: '…90ab' } },
    hosts: ['http://intranet.local:3000'],
  }),
];

/** One of each type whose token is fetched, and one in each state of it. */
export const fetchedCredentials: readonly WorkspaceCredential[] = [
  credential(21, {
    name: 'HubSpot',
    slot: 'hubspot',
    type: 'oauth2_authorization_code',
    settings: {
      authorizationEndpoint: 'https://app.hubspot.com/oauth/authorize',
      tokenEndpoint: 'https://api.hubapi.com/oauth/v1/token',
      clientId: 'a1b2',
      clientAuth: 'post',
    },
    secrets: { clientSecret: { set: true, hint: '…71bd' } },
    hosts: ['api.hubapi.com'],
    status: 'not_connected',
    lastUsedAt: null,
  }),
  credential(22, {
    name: 'Google Sheets',
    slot: 'sheets',
    type: 'oauth2_authorization_code',
    settings: {
      authorizationEndpoint: 'https://accounts.google.com/o/oauth2/v2/auth',
      tokenEndpoint: 'https://oauth2.googleapis.com/token',
      clientId: '7.apps.googleusercontent.com',
      clientAuth: 'post',
      authorizationParameters: 'access_type=offline&prompt=consent',
    },
    secrets: { clientSecret: { set: true, hint: '…x9Qm' } },
    hosts: ['sheets.googleapis.com'],
    status: 'reconnect',
    problem: 'oauth2.googleapis.com refused: the access was withdrawn or has run out (invalid_grant).',
  }),
  credential(23, {
    name: 'Billing service',
    slot: 'billing',
    type: 'oauth2_client_credentials',
    settings: { tokenEndpoint: 'https://auth.example.com/token', clientId: 'billing', clientAuth: 'basic' },
    secrets: { clientSecret: { set: true, hint: '…4f2a' } },
    hosts: ['billing.example.com'],
    status: 'connected',
    expiresAt: '2026-01-05T09:40:00Z',
    test: { method: 'GET', url: 'https://billing.example.com/me', identity: 'account' },
  }),
  credential(24, {
    name: 'Report robot',
    slot: 'robot',
    type: 'jwt_assertion',
    settings: {
      tokenEndpoint: 'https://oauth2.googleapis.com/token',
      algorithm: 'RS256',
      issuer: 'robot@example.iam.gserviceaccount.com',
    },
    secrets: { privateKey: { set: true, hint: null } },
    hosts: ['sheets.googleapis.com'],
    status: 'not_connected',
    lastUsedAt: null,
  }),
];

export const longCredentials: readonly WorkspaceCredential[] = [
  credential(11, {
    name: 'The key of the payment provider that the team in Klagenfurt uses for orders of the second half of the year',
    slot: `payment_provider_${'of_klagenfurt_'.repeat(3)}2`,
    hosts: [
      `${'a-rather-long-name-of-a-host-'.repeat(3)}.api.eu-central-1.example.com:8443`,
      ...Array.from({ length: 11 }, (_, index) => `api-${index + 1}.example.com`),
    ],
  }),
  credential(12, {
    name: 'Supercalifragilisticexpialidocious'.repeat(4),
    slot: 'many',
    type: 'custom',
    secrets: Object.fromEntries(
      Array.from({ length: 9 }, (_, index) => [
        `key_of_the_department_with_number_${index + 1}`,
        { set: true as const, hint: index % 2 === 0 ? `…${index}f2a` : null },
      ]),
    ),
  }),
];

export const users = [
  { kind: 'flow', id: '00000000-0000-4000-8000-000000000001', name: 'Order to shipment' },
  { kind: 'connector', id: '00000000-0000-4000-8000-000000000002', name: 'Create invoice' },
];

type Script = Parameters<typeof scriptedClient>[0];
const path = '/workspace/credentials';

/** A server that keeps what it is sent, and tells `heard` of every request that changes something. */
export function credentialServer(
  start: readonly WorkspaceCredential[],
  { heard, answers = {} }: { heard?: (request: ScriptedRequest) => void; answers?: Script } = {},
) {
  let kept = [...start];
  return scriptedClient({
    '/': { refuse: 404, code: 'not_found', detail: 'There is no such thing.' },
    [path]: (request: ScriptedRequest) => {
      const { method, body } = request;
      const at = request.path.slice(path.length + 1).split(/[/?]/)[0];
      if (method !== 'GET') heard?.(request);
      // What the stories send is as the API has it.
      const sent = body as Partial<WorkspaceCredential> & { secrets?: Record<string, string> };
      const secrets = Object.fromEntries(
        Object.entries(sent?.secrets ?? {}).map(([field, secret]) => [
          field,
          { set: true as const, hint: `…${secret.slice(-4)}` },
        ]),
      );
      if (method === 'POST') {
        const made = credential(90 + kept.length, { ...sent, secrets, version: 1, lastUsedAt: null });
        kept = [{ ...made, updatedAt: new Date().toISOString() }, ...kept];
        return made;
      }
      const found = kept.find((each) => each.id === at);
      if (method === 'PATCH' && found) {
        const next = { ...found, ...sent, secrets: sent.secrets ? secrets : found.secrets };
        kept = kept.map((each) => (each === found ? { ...next, version: found.version + 1 } : each));
        return next;
      }
      if (method === 'DELETE') {
        kept = kept.filter((each) => each !== found);
        return new Response(null, { status: 204 });
      }
      return found ?? page(kept);
    },
    ...Object.fromEntries(start.map((each) => [`${path}/${each.id}/users`, { items: [] }])),
    ...answers,
  });
}
