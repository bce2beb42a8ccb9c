/**
 * A host that a graph may declare: a name, with a port where it isn't the scheme's own, or `*.` before two labels or
 * more, the last one with a letter: below `*.com` or `*.1.1` are the names of strangers.
 */
export const DECLARED_HOST =
  /^(?:\*\.(?:[A-Za-z0-9_-]+\.)+[A-Za-z0-9-]*[A-Za-z][A-Za-z0-9-]*|[^\s*@:/?#\\%[\]]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/;
