import type { Experimental_DefaultFormStateBehavior } from '@rjsf/utils';

/**
 * Defaults are filled in, but optional objects and lists that nobody asked for aren't made, and of values with titles
 * (a `oneOf` of `const`) none is chosen before somebody does.
 */
export const defaultBehavior: Experimental_DefaultFormStateBehavior = {
  emptyObjectFields: 'skipEmptyDefaults',
  arrayMinItems: { populate: 'requiredOnly' },
  constAsDefaults: 'skipOneOf',
};
