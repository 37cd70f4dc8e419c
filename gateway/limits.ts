// The limits of what one operation may ask for, as the settings give them.

export interface OperationLimits {
  /** Whether what is over a limit is refused; otherwise it is only reported. */
  enforced: boolean;
  /** Levels of fields, fragments not counted. */
  maxDepth: number;
  /** Aliases in an operation, those of a fragment each time it is spread. */
  maxAliases: number;
  maxRootFields: number;
  /** Tokens of a document. Refused in every mode: what comes after them is not parsed. */
  maxTokens: number;
  /** Items of a list that is asked for by an argument, and of a list given as an argument. */
  maxListSize: number;
  /** Estimated before execution. */
  maxCost: number;
}
