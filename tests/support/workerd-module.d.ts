/** The package ships its program file's path without types. */
declare module 'workerd' {
  const path: string;
  export default path;
}
