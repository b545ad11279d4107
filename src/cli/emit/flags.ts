/** The flags that are no settings, as commander has parsed them. */
export interface EmitFlags {
  readonly to?: readonly string[];
  readonly except?: readonly string[];
  readonly namespace?: string;
  readonly url?: string;
  readonly token?: string;
  readonly lines?: true;
  readonly json?: true;
}
