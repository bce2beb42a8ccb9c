import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Caller, signToken, startTestApi, type TestApi, toAnswer } from '../support/api.js';
import { createWorkspace, type TestWorkspace } from '../support/database-fixtures.js';

let t: TestApi;
beforeAll(async () => {
  t = await startTestApi();
});
afterAll(() => t.close());

let team: TestWorkspace;
let callers: Record<keyof TestWorkspace['users'], Caller>;
beforeEach(async () => {
  team = await createWorkspace(t.database, `team-${randomUUID()}`);
  const { viewer, editor, admin, owner } = team.users;
  callers = {
    viewer: t.as(viewer, team.id),
    editor: t.as(editor, team.id),
    admin: t.as(admin, team.id),
    owner: t.as(owner, team.id),
  };
});

const members = '/workspace/members';
const roles = async () => {
  const { items } = (await callers.owner.request('GET', members)).body;
  return Object.fromEntries(
    items.map((member: { userId: string; role: string }) => [member.userId, member.role]),
  );
};

test('everybody sees who is in the workspace', async () => {
  const { status, body } = await callers.viewer.request('GET', members);
  expect(status).toBe(200);
  expect(body.items).toHaveLength(4);
  expect(body.items).toContainEqual({
    userId: team.users.admin,
    email: null,
    role: 'admin',
    createdAt: expect.any(String),
  });
});

test('an admin adds, changes and removes a member', async () => {
  const userId = randomUUID();
  const added = await callers.admin.request('POST', members, {
    userId,
    role: 'viewer',
    email: 'a@b.example',
  });
  expect(added).toMatchObject({ status: 201, body: { userId, role: 'viewer', email: 'a@b.example' } });
  const raised = await callers.admin.request('PATCH', `${members}/${userId}`, { role: 'admin' });
  expect(raised).toMatchObject({ status: 200, body: { userId, role: 'admin' } });
  expect((await t.as(userId, team.id).request('GET', members)).status).toBe(200);
  expect((await callers.admin.request('DELETE', `${members}/${userId}`)).status).toBe(204);
  expect((await t.as(userId, team.id).request('GET', members)).status).toBe(404);
});

test('a member can’t be added twice', async () => {
  const answer = await callers.admin.request('POST', members, { userId: team.users.viewer, role: 'editor' });
  expect(answer).toMatchObject({ status: 409, body: { code: 'conflict' } });
  expect(answer.body.detail).toContain('member already');
});

test('viewers and editors change nobody, themselves least of all', async () => {
  for (const role of ['viewer', 'editor'] as const) {
    const { [role]: caller } = callers;
    for (const [method, path, body] of [
      ['POST', members, { userId: randomUUID(), role: 'viewer' }],
      ['PATCH', `${members}/${team.users[role]}`, { role: 'owner' }],
      ['PATCH', `${members}/${team.users.viewer}`, { role: 'editor' }],
      ['DELETE', `${members}/${team.users.admin}`],
    ] as const) {
      expect((await caller.request(method, path, body)).status, `${role} ${method} ${path}`).toBe(403);
    }
  }
});

test('owners are made, changed and removed by owners only', async () => {
  const { owner, editor, admin } = team.users;
  const attempts = [
    ['POST', members, { userId: randomUUID(), role: 'owner' }],
    ['PATCH', `${members}/${admin}`, { role: 'owner' }],
    ['PATCH', `${members}/${editor}`, { role: 'owner' }],
    ['PATCH', `${members}/${owner}`, { role: 'viewer' }],
    ['DELETE', `${members}/${owner}`],
  ] as const;
  for (const [method, path, body] of attempts) {
    expect((await callers.admin.request(method, path, body)).status, `${method} ${path}`).toBe(403);
  }
  expect((await callers.owner.request('PATCH', `${members}/${admin}`, { role: 'owner' })).status).toBe(200);
  expect((await callers.admin.request('PATCH', `${members}/${owner}`, { role: 'viewer' })).status).toBe(200);
  expect(await roles()).toMatchObject({ [admin]: 'owner', [owner]: 'viewer' });
});

test('the last owner neither goes nor steps down', async () => {
  const { owner } = team.users;
  const expected = { status: 409, body: { code: 'last_owner' } };
  expect(await callers.owner.request('PATCH', `${members}/${owner}`, { role: 'admin' })).toMatchObject(
    expected,
  );
  expect(await callers.owner.request('DELETE', `${members}/${owner}`)).toMatchObject(expected);
  expect((await callers.owner.request('PATCH', `${members}/${owner}`, { role: 'owner' })).status).toBe(200);
  expect(await roles()).toMatchObject({ [owner]: 'owner' });
});

test('anybody leaves by themselves', async () => {
  for (const role of ['viewer', 'editor', 'admin'] as const) {
    const path = `${members}/${team.users[role]}`;
    expect((await callers[role].request('DELETE', path)).status).toBe(204);
    expect((await callers[role].request('DELETE', path)).status).toBe(404);
  }
  const { items } = (await callers.owner.request('GET', '/workspace/audit?subjectType=member&limit=3')).body;
  expect(items.map(({ action }: { action: string }) => action)).toEqual(Array(3).fill('member.left'));
});

test('who is not a member answers like nobody at all', async () => {
  const foreign = t.blue.users.viewer;
  const answers = [];
  for (const id of [foreign, randomUUID(), 'no-uuid']) {
    for (const [method, body] of [['PATCH', { role: 'editor' }], ['DELETE']] as const) {
      const answer = await callers.owner.request(method, `${members}/${id}`, body);
      answers.push({ ...answer.body, requestId: '' });
    }
  }
  expect(answers[0]).toMatchObject({ status: 404, code: 'not_found' });
  for (const answer of answers) expect(answer).toEqual(answers[0]);
});

describe('the email of a member', () => {
  const session = async (sub: string, email?: string) => {
    const token = await signToken({ sub, ...(email !== undefined && { email }) });
    const response = await t.api.request('/api/v1/session', {
      headers: { authorization: `Bearer ${token}` },
    });
    return toAnswer(response);
  };
  const emailOf = async (userId: string) => {
    const { items } = (await callers.owner.request('GET', members)).body;
    return items.find((member: { userId: string }) => member.userId === userId).email;
  };

  test('is what their token says, from when they come, and replaces the label that was given', async () => {
    const userId = randomUUID();
    await callers.admin.request('POST', members, { userId, role: 'viewer', email: 'guess@example.com' });
    const answer = await session(userId, 'true@example.com');
    expect(answer.body.user).toEqual({ id: userId, email: 'true@example.com' });
    expect(answer.body.workspaces).toEqual([{ id: team.id, name: `Workspace ${team.id}`, role: 'viewer' }]);
    expect(await emailOf(userId)).toBe('true@example.com');
    expect(await emailOf(team.users.owner)).toBeNull();
    await session(userId);
    expect(await emailOf(userId)).toBe('true@example.com');
  });

  test('names who acted and who was changed in the audit log', async () => {
    await session(team.users.owner, 'owner@example.com');
    const body = { userId: randomUUID(), role: 'viewer', email: 'new@example.com' };
    await callers.owner.request('POST', members, body);
    const { items } = (await callers.owner.request('GET', '/workspace/audit?action=member.added&limit=1'))
      .body;
    expect(items).toMatchObject([
      {
        actor: { type: 'user', id: team.users.owner, name: 'owner@example.com' },
        subject: { type: 'member', id: body.userId, name: 'new@example.com' },
        detail: { to: 'viewer' },
      },
    ]);
  });

  test('can’t be written by the member', async () => {
    const writing = t.database.as(
      { role: 'authenticated', userId: team.users.owner, workspaceId: team.id },
      (tx) => tx.updateTable('workspace_members').set({ email: 'boss@example.com' }).execute(),
    );
    await expect(writing).rejects.toMatchObject({ code: '42501' });
  });
});
