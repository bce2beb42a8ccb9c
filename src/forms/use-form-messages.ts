import { createSchemaUtils, type ValidatorType } from '@rjsf/utils';
import { useCallback, useMemo, useState } from 'react';
import { type JsonSchema, type JsonValue, placeWithin } from '../engine/index.js';
import { defaultBehavior } from './default-behavior.js';
import type { FormError, FormFix } from './dynamic-form.js';
import { useFormStrings } from './form-strings.js';
import type { FormValidator } from './form-validator.js';
import { issueMessage, issuePath } from './issue-message.js';
import { useAfterPress } from './use-after-press.js';
import { validateTemplate } from './validate-template.js';
import { withoutUndefined } from './without-undefined.js';

export interface FormMessagesOptions {
  schema: JsonSchema;
  value: JsonValue | undefined;
  place: string;
  errors: readonly FormError[];
  validator: FormValidator;
  rjsfValidator: ValidatorType;
}

const none: readonly string[] = [];

/** What is wrong with a form's value, and where to say so. */
export function useFormMessages(options: FormMessagesOptions) {
  const { schema, value, place, errors, validator, rjsfValidator } = options;
  const strings = useFormStrings();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [showAll, setShowAll] = useState(false);

  const filled = useMemo(() => {
    const utils = createSchemaUtils(rjsfValidator, schema, defaultBehavior);
    return withoutUndefined(utils.getDefaultFormState(schema, value)) as JsonValue | undefined; // defaults are JSON
  }, [rjsfValidator, schema, value]);

  const { own, failure } = useMemo(() => {
    const { issues, failure } = validateTemplate(validator, schema, filled);
    const messages = new Map<string, string[]>();
    for (const issue of issues) {
      const at = issuePath(issue).reduce<string>(placeWithin, place);
      add(messages, at, issueMessage(issue, strings));
    }
    return { own: messages, failure };
  }, [validator, schema, filled, place, strings]);

  const messagesAt = useMemo(() => {
    const given = new Map<string, string[]>();
    for (const { path, message, whenLeft, inSchema } of errors) {
      if (whenLeft === true && !showAll && !left.has(path)) continue;
      for (const words of (inSchema && own.get(path)) || [message]) add(given, path, words);
    }
    // Two checks of one value mostly mind the same: the host's words come first.
    return (at: string): readonly string[] =>
      given.get(at) ?? (showAll || left.has(at) ? (own.get(at) ?? none) : none);
  }, [errors, own, left, showAll]);

  const fixesAt = useCallback(
    (at: string): readonly FormFix[] =>
      errors.flatMap(({ path, fix, whenLeft }) =>
        fix === undefined || path !== at || (whenLeft === true && !showAll && !left.has(path)) ? [] : [fix],
      ),
    [errors, left, showAll],
  );

  const afterPress = useAfterPress();
  const onLeave = useCallback(
    (at: string) =>
      afterPress(() => setLeft((before) => (before.has(at) ? before : new Set(before).add(at)))),
    [afterPress],
  );
  return {
    messagesAt,
    fixesAt,
    onLeave,
    /** The value with defaults. */
    filled,
    failure,
    isValid: own.size === 0,
    showAll: () => setShowAll(true),
    places: () => [...own.keys()],
  };
}

function add(messages: Map<string, string[]>, place: string, message: string): void {
  const there = messages.get(place);
  if (!there) messages.set(place, [message]);
  else if (!there.includes(message)) there.push(message);
}
