// An operation with all done that does not change from request to request: its conditions decided, its plan and projection
// prepared. A request then parses nothing and walks no schema.
import { type DocumentNode, type FragmentDefinitionNode, GraphQLError, type GraphQLSchema, getVariableValues, type OperationDefinitionNode } from 'graphql';
import type { Refusals } from '../authorization/refusals';
import { agencyOf } from '../errors';
import type { Deadline } from '../time-limit';
import { noAnswer } from './agency-errors';
import { explainAnswer } from './agency-status';
import { keepWork } from './answer-notes';
import { findAgencyIn } from './answering-agency';
import { type DataObject, isTooDeep } from './data';
import { withoutExplained } from './error-places';
import { settleVariables } from './exact-variables';
import { executePlan, preparePlan } from './execute-plan';
import { prepareIntrospection } from './introspection';
import type { ExecutablePlan } from './plan';
import { prepareProjection } from './projection';
import { type AskedOfAgency, readAsked, type RequestAccount } from './request-account';
import type { SubgraphFailure } from './subgraph-failure';
import type { Caller, Transport } from './transport';

/** Until when a request is worked for, and who keeps account of it; null where nobody does. */
interface RequestTerms {
  deadline: Deadline;
  account: RequestAccount | null;
}

export interface PreparedOperation {
  /** Executes the operation. `variables` are as the client sent them; wrong ones are errors of the result. */
  execute(variables: DataObject, caller: Caller, terms: RequestTerms): Promise<OperationResult>;
}

/** A GraphQL response (specification, section 7.1). */
export interface OperationResult {
  data?: DataObject | null;
  errors?: GraphQLError[];
  extensions?: Record<string, unknown>;
}

export interface OperationOptions {
  /** The public schema, by which the document was validated. */
  schema: GraphQLSchema;
  /** With its conditions decided, as the plan was made for. */
  document: DocumentNode;
  operation: OperationDefinitionNode;
  plan: ExecutablePlan;
  /** What of it is refused; the plan was made for what is left. */
  refusals: Refusals | null;
  transports: ReadonlyMap<string, Transport>;
  logError: (error: unknown) => void;
}

export function prepareOperation({ schema, document, operation, plan, refusals, transports, logError }: OperationOptions): PreparedOperation {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) if (definition.kind === 'FragmentDefinition') fragments.set(definition.name.value, definition);
  const variableDefinitions = operation.variableDefinitions ?? [];
  const preparedPlan = preparePlan(plan, transports);
  const introspect = prepareIntrospection(schema, document, operation);
  let asked: readonly AskedOfAgency[] | undefined;
  const readAskedOnce = () => {
    asked ??= readAsked(plan);
    return asked;
  };
  const projection = prepareProjection({ schema, operation, fragments, refusals, findAgency: findAgencyIn(preparedPlan.fetches) });

  return {
    async execute(given, caller, { deadline, account }) {
      let variables = given;
      if (variableDefinitions.length > 0) {
        if (isTooDeep(variables))
          return { errors: [new GraphQLError('the variables are nested too deeply 变量嵌套过深', { extensions: { code: 'BAD_USER_INPUT' } })] };
        variables = settleVariables(schema, variableDefinitions, given);
        const { errors } = getVariableValues(schema, variableDefinitions, variables);
        if (errors !== undefined) return { errors: [...errors] };
      }
      if (account !== null) account.asked = readAskedOnce();
      const { data, errors, notes, failures, gaps } = await executePlan(preparedPlan, { variables, caller, deadline, account, places: projection, logError });
      if (account !== null) account.stale = notes.stale;
      const shaped = projection.project(data, introspect?.(variables) ?? null, gaps);
      const nulls = withoutExplained(shaped.nullErrors, [...errors, ...shaped.errors]).map((error) => withFailure(error, failures));
      const wrong = [...shaped.errors, ...nulls];
      logWrong(wrong, caller);
      const result = assemble(shaped.data, [...errors, ...wrong]);
      if (result.errors === undefined && notes.stale === null) return keepWork(result, notes);
      return keepWork(explainAnswer(result, { notes, requestId: caller.requestId }), notes);
    },
  };

  /** One line for an answer: a list can be wrong in each of its entities. */
  function logWrong(errors: readonly GraphQLError[], { requestId }: Caller): void {
    const wrong = errors.filter(({ extensions }) => extensions.code === 'AGENCY_ERROR');
    if (wrong[0] === undefined) return;
    const agency = wrong[0].extensions.serviceName;
    const what = `an answer has ${wrong.length} values that the schema does not allow, the first at ${wrong[0].path?.join('.')}`;
    logError(Object.assign(new Error(`${agency ?? 'some agency'}: ${what}`), { agency, requestId }));
  }
}

/** What is null because an agency gave no answer is told as the rest that this costs. */
function withFailure(error: GraphQLError, failures: ReadonlyMap<string, SubgraphFailure>): GraphQLError {
  const agency = agencyOf(error.extensions) ?? '';
  const failure = failures.get(agency);
  return failure === undefined ? error : noAnswer(agency, failure, error.path);
}

function assemble(data: DataObject | null, errors: GraphQLError[]): OperationResult {
  return errors.length > 0 ? { errors, data } : { data };
}
