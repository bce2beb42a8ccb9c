import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import type { HttpPort } from '#engine';
import type { ApiEnv } from '../context.js';
import type { KeyRing } from '../credentials/key-ring.js';
import { actorOf, requireRole } from '../middleware/sign-in.js';
import { Problem } from '../problem.js';
import { draftRunSchema, draftTestSchema } from '../resources.js';
import { testDraft } from '../services/test-draft.js';
import { createStopSignal } from '../stop-signal.js';
import {
  createRoutes,
  json,
  problemResponse,
  type StartRoutesOptions,
  workspaceSecurity as security,
} from './route-parts.js';

export interface DraftRoutesOptions extends StartRoutesOptions {
  /** Absent: no draft is tested here. */
  http: HttpPort | undefined;
  keys: KeyRing | undefined;
}

/** After this the test is cancelled even where its own deadline didn't end it, in milliseconds. */
const LONGEST_MS = 40_000;
/** Drafts that one process runs at once: each may hold answers of 10 MB. */
const MOST_AT_ONCE = 20;

/** The tests of what hasn't been saved. */
export function draftRoutes(options: DraftRoutesOptions): OpenAPIHono<ApiEnv> {
  const routes = createRoutes();
  const running = { count: 0 };
  for (const kind of ['connector', 'flow'] as const) addTestRoute(routes, kind, { ...options, running });
  return routes;
}

function addTestRoute(
  routes: OpenAPIHono<ApiEnv>,
  kind: 'connector' | 'flow',
  { database, steps, keys, http, closing, running }: DraftRoutesOptions & { running: { count: number } },
): void {
  routes.openapi(
    createRoute({
      method: 'post',
      path: `/${kind}s/test`,
      operationId: kind === 'flow' ? 'testFlow' : 'testConnector',
      tags: [kind === 'flow' ? 'Flows' : 'Connectors'],
      security,
      summary: `Runs a ${kind} that need not have been saved, or one step of it, for 30 seconds at most. Nothing of it is kept.`,
      request: { body: { required: true, content: json(draftTestSchema) } },
      responses: {
        200: { description: 'How it ended, well or not.', content: json(draftRunSchema) },
        ...problemResponse,
      },
    }),
    async (c) => {
      requireRole(c, 'editor');
      if (!http) throw new Problem('unavailable', 'This server tests no drafts. Save it and run it instead.');
      if (running.count >= MOST_AT_ONCE) {
        const detail = 'This server is testing as many drafts as it can. Try again in a moment.';
        throw new Problem('unavailable', detail, { headers: { 'retry-after': '2' } });
      }
      const body = c.req.valid('json');
      const actor = actorOf(c);
      const workspaceId = c.get('workspaceId');
      const { signal, stop } = createStopSignal(LONGEST_MS, [c.req.raw.signal, closing]);
      running.count += 1;
      try {
        const test = { database, actor, workspaceId, kind, http, keys, steps, signal };
        return c.json(await testDraft(test, body), 200);
      } finally {
        running.count -= 1;
        stop();
      }
    },
  );
}
