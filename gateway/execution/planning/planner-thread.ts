// The thread that plans: it holds Apollo's planner, which blocks for as long as it thinks.
import { parentPort, workerData } from 'node:worker_threads';
import { GraphQLError } from 'graphql';
import { yieldToServing } from '../../../subgraphs/shared/thread-priority';
import type { ConditionValues } from '../conditions';
import { createPlanner } from './planner';

export interface PlanningRequest {
  id: number;
  source: string;
  operationName: string | null;
  validate: boolean;
  conditions: ConditionValues;
}

export type PlannerMessage =
  | { kind: 'loaded'; apiSdl: string; subgraphs: { name: string; url: string | undefined }[] }
  | { kind: 'failed'; message: string }
  /** A plan travels as text: parsing it costs less than cloning. */
  | { kind: 'planned'; id: number; plan: string }
  | { kind: 'refused'; id: number; message: string; extensions: Record<string, unknown> }
  | { kind: 'broken'; id: number; error: string };

if (parentPort !== null) work(parentPort, (workerData as { supergraphSdl: string }).supergraphSdl);

function work(port: NonNullable<typeof parentPort>, supergraphSdl: string): void {
  const post = (message: PlannerMessage) => port.postMessage(message);
  yieldToServing();
  try {
    const planner = createPlanner(supergraphSdl);
    port.on('message', ({ id, source, operationName, validate, conditions }: PlanningRequest) => {
      try {
        post({ kind: 'planned', id, plan: JSON.stringify(planner.plan(source, operationName, { validate, conditions })) });
      } catch (error) {
        if (error instanceof GraphQLError)
          post({ kind: 'refused', id, message: error.message, extensions: { code: 'CANNOT_BE_ANSWERED', ...error.extensions } });
        else post({ kind: 'broken', id, error: String((error as Error).stack ?? error) });
      }
    });
    post({ kind: 'loaded', apiSdl: planner.apiSdl, subgraphs: planner.subgraphs });
  } catch (error) {
    post({ kind: 'failed', message: (error as Error).message });
  }
}
