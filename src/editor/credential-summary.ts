/** What the editor must know of a credential to offer it and to check what names it; never a secret. */
export interface CredentialSummary {
  /** The slot that it fills: `{{workspace.<slot>}}`. */
  slot: string;
  name: string;
  /** The only hosts that it is sent to; absent: not known. */
  hosts?: readonly string[] | undefined;
  /** The fields that `{{workspace.<slot>.<field>}}` may name; absent: not checked. */
  fields?: readonly string[] | undefined;
}
