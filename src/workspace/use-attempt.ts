import { useCallback, useState } from 'react';

export interface Attempt {
  isBusy: boolean;
  /** Why the last one failed. */
  refusal: unknown;
  /** Runs it and answers whether it went well; one that failed is kept as `refusal`. */
  attempt: (work: () => Promise<unknown>) => Promise<boolean>;
}

/** Something that the server may refuse, while it is under way and when it was refused. */
export function useAttempt(): Attempt {
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<unknown>();
  const attempt = useCallback(async (work: () => Promise<unknown>) => {
    setBusy(true);
    setRefusal(undefined);
    try {
      await work();
      return true;
    } catch (cause) {
      setRefusal(cause);
      return false;
    } finally {
      setBusy(false);
    }
  }, []);
  return { isBusy, refusal, attempt };
}
