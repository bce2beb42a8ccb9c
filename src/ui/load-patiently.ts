/** Milliseconds before each further try: about a minute, which is longer than a server takes to start again. */
const PAUSES = [500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000, 8_000, 8_000, 8_000];

/** Loads code over a network that may be away; in the end it rejects as the last try did. */
export async function loadPatiently<T>(load: () => Promise<T>): Promise<T> {
  for (const pause of PAUSES) {
    try {
      return await load();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  return load();
}
