import { describe, expect, it } from 'vitest';
import { createAutosave } from '../../src/flows/autosave.js';

const conflict = new Error('conflict');

/** A server that keeps one document; `gate` holds answers back until it is opened. */
function server(options: { fail?: unknown[] } = {}) {
  const saves: { value: string; version: number }[] = [];
  const failures = [...(options.fail ?? [])];
  let version = 1;
  return {
    saves,
    moveOn: () => {
      version += 1;
      return version;
    },
    save: async (value: string, from: number) => {
      await Promise.resolve();
      const failure = failures.shift();
      if (failure) throw failure;
      if (from !== version) throw conflict;
      saves.push({ value, version: from });
      version += 1;
      return version;
    },
  };
}

function autosave(remote: ReturnType<typeof server>, delayMs = 60_000) {
  return createAutosave<string>({
    version: 1,
    save: remote.save,
    merge: (_earlier, later) => later,
    isConflict: (error) => error === conflict,
    delayMs,
  });
}

describe('createAutosave', () => {
  it('saves the newest edit once the delay has passed', async () => {
    const remote = server();
    const saving = autosave(remote, 5);
    saving.edit('a');
    saving.edit('b');
    expect(saving.getState().status).toBe('unsaved');
    await new Promise<void>((resolve) => {
      saving.subscribe(() => saving.getState().status === 'saved' && resolve());
    });
    expect(remote.saves).toEqual([{ value: 'b', version: 1 }]);
    expect(saving.getState()).toEqual({ status: 'saved', version: 2 });
  });

  it('an edit during a request is saved after it, over the version it made', async () => {
    const remote = server();
    const saving = autosave(remote);
    saving.edit('a');
    const flushed = saving.flush();
    expect(saving.getState().status).toBe('saving');
    saving.edit('b');
    expect(await flushed).toBe(true);
    expect(remote.saves).toEqual([
      { value: 'a', version: 1 },
      { value: 'b', version: 2 },
    ]);
    expect(await saving.flush()).toBe(true);
  });

  it('keeps a failed edit and saves it when it is flushed again', async () => {
    const remote = server({ fail: [new Error('offline')] });
    const saving = autosave(remote);
    saving.edit('a');
    expect(await saving.flush()).toBe(false);
    expect(saving.getState()).toMatchObject({ status: 'failed', version: 1, error: new Error('offline') });
    expect(await saving.flush()).toBe(true);
    expect(remote.saves).toEqual([{ value: 'a', version: 1 }]);
  });

  it('never saves over someone else’s version until it is told to', async () => {
    const remote = server();
    const saving = autosave(remote, 1);
    remote.moveOn();
    saving.edit('mine');
    expect(await saving.flush()).toBe(false);
    expect(saving.getState().status).toBe('conflict');
    saving.edit('mine, edited further');
    expect(await saving.flush()).toBe(false);
    expect(remote.saves).toEqual([]);
    expect(await saving.overwrite(2)).toBe(true);
    expect(remote.saves).toEqual([{ value: 'mine, edited further', version: 2 }]);
  });
});
