/** A runtime's hold on an execution. `fence` rises with each claim; what an older one would write is refused. */
export interface Claim {
  workspaceId: string;
  executionId: string;
  fence: number;
}
