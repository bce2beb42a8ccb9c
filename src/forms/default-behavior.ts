import type { Experimental_DefaultFormStateBehavior } from '@rjsf/utils';

/** Defaults are filled in, but optional objects and lists that nobody asked for aren't made. */
export const defaultBehavior: Experimental_DefaultFormStateBehavior = {
  emptyObjectFields: 'skipEmptyDefaults',
  arrayMinItems: { populate: 'requiredOnly' },
};
