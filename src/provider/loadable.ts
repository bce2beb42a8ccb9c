/** Something that is loaded from the server, in the states that a screen shows. */
export interface Loadable<T> {
  /** Absent until it came for the first time; kept while it is loaded anew. */
  data: T | undefined;
  isLoading: boolean;
  /** Why the last load failed. `data` may still hold what came before. */
  error: Error | undefined;
  reload: () => void;
}

interface Query<T> {
  data: T | undefined;
  isPending: boolean;
  isFetching: boolean;
  error: Error | null;
  refetch: () => unknown;
}

/** A query in this library's own words, so that no type of the query library is public. */
export function toLoadable<T>(query: Query<T>): Loadable<T> {
  return {
    data: query.data,
    isLoading: query.isPending && query.isFetching,
    error: query.error ?? undefined,
    reload: () => void query.refetch(),
  };
}
