/** Loads an optional peer dependency; without it the error says which command installs it. */
export async function loadPeer<Module>(name: string, load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (cause) {
    const isMissing =
      cause instanceof Error &&
      'code' in cause &&
      cause.code === 'ERR_MODULE_NOT_FOUND' &&
      cause.message.includes(name);
    if (!isMissing) throw cause;
    throw new Error(`The package ${name} is not installed. Install it with: npm install ${name}`, { cause });
  }
}
