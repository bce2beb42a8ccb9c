import { describe, expect, it } from 'vitest';
import { englishEditorStrings } from '../../src/editor/english-strings.js';
import { problemText } from '../../src/editor/panels/problem-text.js';
import { type Step, validateGraph } from '../../src/engine/index.js';

const transform: Step = { id: 'a', type: 'transform', output: { a: 1 } };

function textsOf(step: Step): string[] {
  return validateGraph({ steps: [step] }).map((problem) => problemText(problem, englishEditorStrings));
}

describe('a problem in the words of the editor', () => {
  it('calls a setting what its field is called', () => {
    expect(textsOf({ ...transform, forEach: { items: [1], concurrency: 1_000 } })).toEqual([
      '“Items at the same time” is too long or too large: 100 at most.',
    ]);
    const request = { method: 'GET' as const, url: 'https://api.example.com' };
    expect(textsOf({ id: 'a', type: 'http', request, timeoutMs: 0, retry: { attempts: 99 } })).toEqual([
      expect.stringMatching(/^“Attempts” is too long/),
      expect.stringMatching(/^“Time limit of one attempt, ms” is too short/),
    ]);
  });

  it('leaves what says it in words already', () => {
    const [text] = textsOf({ id: 'a', type: 'wait', for: { seconds: -1 } });
    expect(text).toBe('A step waits 0 seconds to 366 days.');
  });
});
