import type { Secrets } from '../expressions/placeholder.js';
import type { Scope } from '../expressions/scope.js';

/** Makes a part of a request from values, and from secrets where it may hold some. Throws `ExpressionError`. */
export type Fill<T> = (scope: Scope, secrets?: Secrets) => T;
